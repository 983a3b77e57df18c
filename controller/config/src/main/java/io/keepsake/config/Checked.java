package io.keepsake.config;

import io.keepsake.config.problem.Problem;
import io.keepsake.config.problem.Severity;
import java.util.List;

/** What came of checking a configuration. */
public sealed interface Checked<T> {
    /** It can be used, with what these problems leave of it. */
    record Valid<T>(T value, List<Problem> warnings) implements Checked<T> {
        public Valid {
            warnings = List.copyOf(warnings);
        }

        @Override
        public List<Problem> problems() {
            return warnings;
        }
    }

    /** There is nothing to use. */
    record Invalid<T>(List<Problem> problems) implements Checked<T> {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /** Everything that was found, notices included. */
    List<Problem> problems();

    /** The exit code of {@code -t}: 0 fine or notices only, 5 it would run in spite of problems, 2 it would not run. */
    default int testExitCode() {
        return switch (this) {
            case Invalid<T> _ -> 2;
            case Valid<T> valid -> valid.warnings.stream().allMatch(p -> p.severity() == Severity.NOTICE) ? 0 : 5;
        };
    }
}
