package io.keepsake.config.check.checkers;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code MISC_CHECK}. */
final class MiscCheck {
    private final Problems problems;
    private final Node block;
    private final ProbeCheck probe;

    MiscCheck(Problems problems, Node block, CheckedServer server) {
        this.problems = problems;
        this.block = block;
        probe = new ProbeCheck(problems, block, server);
    }

    /** The checker, or null when it runs nothing. */
    @Nullable CheckerConfig checker() {
        boolean dynamic = probe.values().bare("misc_dynamic");
        if (probe.values().last("misc_path") == null) {
            problems.error(block.keyword().place(), "MISC_CHECK has no misc_path; the checker is left out");
            return null;
        }
        var command = probe.values().value("misc_path");
        var script = command == null ? null : new ScriptCheck(problems).script("misc_path", command, account());
        return script == null ? null : probe.checker(new Check.Misc(script, dynamic));
    }

    private List<Token> account() {
        var user = probe.values().last("user");
        return user == null || probe.values().first(user) == null ? List.of() : user.values();
    }
}
