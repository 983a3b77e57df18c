package io.keepsake.config.check;

import io.keepsake.config.check.checkers.ScriptCheck;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.process.ProcessScripts;
import io.keepsake.config.values.Values;
import io.keepsake.core.value.Script;
import org.jspecify.annotations.Nullable;

/** Reads {@code startup_script} and {@code shutdown_script}. */
final class ProcessScriptsCheck {
    private final Problems problems;
    private final Values values;

    ProcessScriptsCheck(Problems problems, Values values) {
        this.problems = problems;
        this.values = values;
    }

    ProcessScripts scripts() {
        return new ProcessScripts(
                script("startup_script"),
                timeout("startup_script"),
                script("shutdown_script"),
                timeout("shutdown_script"));
    }

    private @Nullable Script script(String keyword) {
        var line = values.last(keyword);
        if (line != null && line.values().isEmpty()) {
            problems.warn(line.keyword().place(), keyword + " needs a command, has none; the line is ignored");
            return null;
        }
        return new ScriptCheck(problems).script(line);
    }

    private long timeout(String keyword) {
        var timeout = values.nanos(keyword + "_timeout", "1", "1000", "taken as 10 s");
        var line = values.last(keyword + "_timeout");
        if (line != null && values.last(keyword) == null) {
            problems.notice(line.name(), line.keyword().place(), "changes nothing without " + keyword);
        }
        return timeout == null ? ProcessScripts.USUAL_NANOS : timeout;
    }
}
