package io.keepsake.config.check.checkers;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code DNS_CHECK}. */
final class DnsCheck {
    private static final Set<String> TYPES = Set.of("A", "NS", "CNAME", "SOA", "MX", "TXT", "AAAA", "RRSIG", "DNSKEY");

    private static final Pattern NAME = Pattern.compile("\\.|[^.]{1,63}(\\.[^.]{1,63})*\\.?");
    private static final int NAME_MOST = 253;

    private final Problems problems;
    private final ProbeCheck probe;

    DnsCheck(Problems problems, Node block, CheckedServer server) {
        this.problems = problems;
        probe = new ProbeCheck(problems, block, server);
    }

    CheckerConfig checker() {
        return probe.checker(new Check.Dns(type(), name()));
    }

    private String type() {
        var word = probe.values().value("type");
        if (word == null) {
            return "SOA";
        }
        var type = word.text().toUpperCase(Locale.ROOT);
        if (TYPES.contains(type)) {
            return type;
        }
        problems.warn(
                word.place(),
                "type must be A, NS, CNAME, SOA, MX, TXT, AAAA, RRSIG or DNSKEY, was \"" + word.text()
                        + "\"; taken as SOA");
        return "SOA";
    }

    private String name() {
        var word = probe.values().value("name");
        if (word == null) {
            return ".";
        }
        if (NAME.matcher(word.text()).matches() && word.text().length() <= NAME_MOST) {
            return word.text();
        }
        problems.warn(
                word.place(),
                "name must be labels of 1..63 characters between dots, was \"" + word.text() + "\"; taken as .");
        return ".";
    }
}
