package io.keepsake.daemon.probe;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.ProbeTarget;
import io.keepsake.core.value.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** A process that checks once and says what it found: {@code HostChecks TIMEOUT_MILLIS KIND ENDPOINT ...}. */
final class HostChecks {
    private static final String MARK = "found: ";

    private HostChecks() {}

    public static void main(String[] args) {
        var checkers = new ArrayList<CheckerConfig>();
        for (int i = 1; i < args.length; i += 2) {
            checkers.add(Probing.checker(
                    check(args[i]),
                    ProbeTarget.of(Endpoint.parse(args[i + 1])),
                    Long.parseLong(args[0]) * Probing.MILLI,
                    60 * Probing.SECOND,
                    0));
        }
        try (var probing = new Probing()) {
            probing.configure(checkers);
            for (int i = 0; i < checkers.size(); i++) {
                System.out.println(
                        MARK + Probing.text(probing.of(i, 1).getFirst().event()));
            }
        }
    }

    private static Check check(String kind) {
        return switch (kind) {
            case "udp" -> new Check.Udp("", false, "", 0, 255);
            case "dns" -> new Check.Dns("SOA", ".");
            case "ping" -> new Check.Ping();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** The words that run this in another process. */
    static String[] command(int timeoutMillis, List<String> checks) {
        var java = System.getProperty("java.home") + "/bin/java";
        var words = new ArrayList<>(List.of(java, "--enable-native-access=ALL-UNNAMED", "-Xmx64m"));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), HostChecks.class.getName()));
        words.add(Integer.toString(timeoutMillis));
        words.addAll(checks);
        return words.toArray(String[]::new);
    }

    /** What such a process found, check by check. */
    static List<String> found(String printed) {
        return printed.lines()
                .filter(line -> line.startsWith(MARK))
                .map(line -> line.substring(MARK.length()))
                .toList();
    }
}
