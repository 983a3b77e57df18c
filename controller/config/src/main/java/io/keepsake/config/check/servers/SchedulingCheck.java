package io.keepsake.config.check.servers;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import io.keepsake.core.value.Protocol;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import java.util.Set;

/** Reads how a service is balanced. */
final class SchedulingCheck {
    private static final Set<String> KNOWN =
            Set.of("rr", "wrr", "lc", "wlc", "sh", "dh", "mh", "lblc", "lblcr", "sed", "nq", "fo", "ovf", "twos");

    private static final String DEFAULT = "wlc";
    private static final int NAME_MOST = 15;

    private final Problems problems;
    private final Values values;
    private final Token header;

    SchedulingCheck(Problems problems, Values values, Token header) {
        this.problems = problems;
        this.values = values;
        this.header = header;
    }

    Service service(ServiceKey key, Header service) {
        var scheduler = scheduler(service);
        var persistence = PersistenceCheck.read(problems, values, header, service, key.family());
        return new Service(
                key,
                scheduler,
                flags(scheduler),
                onePacket(key),
                persistence.seconds(),
                persistence.prefix(),
                persistence.engine());
    }

    private String scheduler(Header service) {
        var line = values.last("lb_algo", "lvs_sched");
        if (line == null) {
            problems.warn(header.place(), "virtual_server " + service + " has no lb_algo; taken as " + DEFAULT);
            return DEFAULT;
        }
        var word = values.first(line);
        if (word == null) {
            return DEFAULT;
        }
        if (word.text().isEmpty() || word.text().length() > NAME_MOST) {
            problems.warn(
                    word.place(),
                    line.name() + " must be a scheduler's name, was \"" + word.text() + "\"; taken as " + DEFAULT);
            return DEFAULT;
        }
        if (!KNOWN.contains(word.text())) {
            problems.warn(
                    word.place(),
                    "\"" + word.text() + "\" is no scheduler that Keepsake knows; the kernel is asked for it",
                    "keepalived takes wlc instead");
        }
        return word.text();
    }

    private int flags(String scheduler) {
        return flag("flag-1", Service.FLAG_1)
                | flag("flag-2", Service.FLAG_2)
                | flag("flag-3", Service.FLAG_3)
                | flag("sh-fallback", "sh", scheduler, Service.FLAG_1)
                | flag("sh-port", "sh", scheduler, Service.FLAG_2)
                | flag("mh-fallback", "mh", scheduler, Service.FLAG_1)
                | flag("mh-port", "mh", scheduler, Service.FLAG_2);
    }

    private int flag(String keyword, int bit) {
        return values.last(keyword) == null ? 0 : bit;
    }

    private int flag(String keyword, String of, String scheduler, int bit) {
        var line = values.last(keyword);
        if (line != null && !of.equals(scheduler)) {
            problems.warn(
                    line.keyword().place(), keyword + " is for scheduler " + of + ", was " + scheduler + "; ignored");
            return 0;
        }
        return line == null ? 0 : bit;
    }

    private boolean onePacket(ServiceKey key) {
        var line = values.last("ops");
        boolean stream = key instanceof ServiceKey.Address address && address.protocol() != Protocol.UDP;
        if (line != null && stream) {
            problems.warn(line.keyword().place(), "ops needs protocol UDP; ignored");
        }
        return line != null && !stream;
    }
}
