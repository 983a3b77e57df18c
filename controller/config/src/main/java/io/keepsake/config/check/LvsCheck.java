package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.LvsConfig;
import io.keepsake.core.value.IpvsTimeouts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@code global_defs} says of IPVS as a whole. */
final class LvsCheck {
    private static final int TIMEOUT_MOST = 31 * 86_400;

    private final Problems problems;
    private final Values values;

    LvsCheck(Problems problems, Values values) {
        this.problems = problems;
        this.values = values;
    }

    /** @param instances those that a sync daemon may follow */
    LvsConfig lvs(List<InstanceConfig> instances, List<Node> root) {
        var line = values.last("lvs_sync_daemon");
        var sync = new SyncCheck(problems, instances).sync(line == null ? oldForm(instances, root) : line);
        return new LvsConfig(
                timeouts(),
                sync == null ? null : sync.daemon(),
                sync == null ? null : sync.instance(),
                values.bare("lvs_flush"),
                values.flag("rs_init_notifies", false));
    }

    /** {@code lvs_sync_daemon_interface IF} in an instance, as {@code lvs_sync_daemon IF INSTANCE}; the first counts. */
    private @Nullable Node oldForm(List<InstanceConfig> instances, List<Node> root) {
        Node found = null;
        for (var instance : root) {
            var line = instance.name().equals("vrrp_instance")
                    ? new Values(problems, instance.children()).last("lvs_sync_daemon_interface")
                    : null;
            if (line == null || new Values(problems, List.of()).first(line) == null) {
                continue;
            }
            var name = instance.values().isEmpty() ? null : instance.values().getFirst();
            boolean runs = name != null
                    && instances.stream().anyMatch(i -> i.name().value().equals(name.text()));
            if (found != null) {
                problems.warn(
                        line.keyword().place(),
                        "there is one sync daemon, and another instance has it; the line is ignored");
            } else if (runs) {
                found = new Node(line.keyword(), List.of(line.values().getFirst(), name), null);
            }
        }
        return found;
    }

    private IpvsTimeouts timeouts() {
        var line = values.last("lvs_timeouts");
        var timeouts = IpvsTimeouts.UNSET;
        var words = line == null ? List.<Token>of() : line.values();
        if (line != null && words.isEmpty()) {
            problems.warn(line.keyword().place(), "lvs_timeouts needs tcp, tcpfin or udp, has none; it is ignored");
        }
        for (int i = 0; i < words.size(); i++) {
            var option = words.get(i);
            switch (option.text()) {
                case "tcp", "tcpfin", "udp" -> {
                    i++;
                    timeouts = timeout(option, i < words.size() ? words.get(i) : null)
                            .over(timeouts);
                }
                default ->
                    problems.warn(
                            option.place(),
                            "\"" + option.text() + "\" is no option of lvs_timeouts; it is ignored",
                            "known are tcp, tcpfin, udp");
            }
        }
        return timeouts;
    }

    private IpvsTimeouts timeout(Token option, @Nullable Token value) {
        if (value == null) {
            problems.warn(option.place(), option.text() + " of lvs_timeouts needs a value, has none; ignored");
            return IpvsTimeouts.UNSET;
        }
        var seconds = Values.whole(problems, option.text() + " of lvs_timeouts", value, 0, TIMEOUT_MOST, "ignored");
        int given = seconds == null ? 0 : seconds;
        return switch (option.text()) {
            case "tcp" -> new IpvsTimeouts(given, 0, 0);
            case "tcpfin" -> new IpvsTimeouts(0, given, 0);
            default -> new IpvsTimeouts(0, 0, given);
        };
    }
}
