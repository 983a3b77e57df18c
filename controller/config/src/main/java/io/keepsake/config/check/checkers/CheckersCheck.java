package io.keepsake.config.check.checkers;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the checkers of one real server. */
public final class CheckersCheck {
    private final Problems problems;
    private final CheckedServer server;

    public CheckersCheck(Problems problems, CheckedServer server) {
        this.problems = problems;
        this.server = server;
    }

    /** The checkers in {@code nodes}, in the order of the file. */
    public List<CheckerConfig> checkers(List<Node> nodes) {
        var checkers = new ArrayList<CheckerConfig>();
        for (var node : nodes) {
            boolean complete = node.block() != null || node.name().equals("PING_CHECK");
            if (complete && node.name().equals("SMTP_CHECK")) {
                checkers.addAll(new SmtpCheck(problems, node, server).checkers());
            } else if (complete) {
                var checker = checker(node);
                if (checker != null) {
                    checkers.add(checker);
                }
            }
        }
        return checkers;
    }

    private @Nullable CheckerConfig checker(Node node) {
        return switch (node.name()) {
            case "TCP_CHECK" -> new ProbeCheck(problems, node, server).checker(new Check.Tcp());
            case "PING_CHECK" -> new ProbeCheck(problems, node, server).checker(new Check.Ping());
            case "HTTP_GET", "SSL_GET" -> new HttpCheck(problems, node, server).checker();
            case "DNS_CHECK" -> new DnsCheck(problems, node, server).checker();
            case "MISC_CHECK" -> new MiscCheck(problems, node, server).checker();
            case "UDP_CHECK" -> new UdpCheck(problems, node, server).checker();
            case "FILE_CHECK" -> new FileCheck(problems, node, server).checker();
            default -> null;
        };
    }
}
