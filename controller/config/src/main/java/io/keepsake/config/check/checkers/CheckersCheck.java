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
                var smtp = new SmtpCheck(problems, node, server).checkers();
                smtp.forEach(checker -> warnOfNoPort(node, checker));
                checkers.addAll(smtp);
            } else if (complete) {
                var checker = checker(node);
                if (checker != null) {
                    checkers.add(checker);
                    warnOfNoPort(node, checker);
                }
            }
        }
        return checkers;
    }

    private void warnOfNoPort(Node node, CheckerConfig checker) {
        boolean needsPort =
                switch (checker.check()) {
                    case Check.Tcp _, Check.Http _, Check.Smtp _, Check.Dns _, Check.Udp _ -> true;
                    case Check.Misc _, Check.Ping _, Check.File _ -> false;
                };
        if (needsPort && checker.local().remote().port() == 0) {
            problems.warn(
                    node.keyword().place(),
                    node.name() + " of real_server " + server.target().ip() + " has no port to go to",
                    "add connect_port");
        }
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
