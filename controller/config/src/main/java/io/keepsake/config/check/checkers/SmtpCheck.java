package io.keepsake.config.check.checkers;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code SMTP_CHECK}; each {@code host} block, the old form, is a checker of its own. */
final class SmtpCheck {
    private final Problems problems;
    private final Node block;
    private final ProbeCheck probe;

    SmtpCheck(Problems problems, Node block, CheckedServer server) {
        this.problems = problems;
        this.block = block;
        probe = new ProbeCheck(problems, block, server);
    }

    List<CheckerConfig> checkers() {
        var helo = probe.values().value("helo_name");
        var check = new Check.Smtp(helo == null ? "smtpchecker.keepalived.org" : helo.text());
        var checkers = new ArrayList<CheckerConfig>();
        for (var node : block.children()) {
            if (node.name().equals("host") && node.block() != null) {
                checkers.add(host(node, check));
            }
        }
        return checkers.isEmpty() ? List.of(probe.checker(check)) : checkers;
    }

    private CheckerConfig host(Node host, Check.Smtp check) {
        var values = new Values(problems, host.children());
        var target = new TargetCheck(problems, values).target(probe.target());
        return probe.checker(check, target, ProbeChoices.read(values).over(probe.choices()));
    }
}
