package io.keepsake.config;

import io.keepsake.config.problem.Problem;
import io.keepsake.config.problem.Severity;
import java.util.List;

/** What came of checking a configuration. */
public sealed interface Checked<T> {
    /** It can be used, with what these problems leave of it. */
    record Valid<T>(T value, Summary summary, List<Problem> warnings) implements Checked<T> {
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

        @Override
        public Summary summary() {
            return Summary.NOTHING;
        }
    }

    /** Everything that was found, notices included. */
    List<Problem> problems();

    /** How much of it runs. */
    Summary summary();

    /**
     * Whether everything that is written runs, as far as this program can run it. A start makes do with less; a reload
     * does not: what runs would stop for a mistake in writing.
     */
    default boolean usable() {
        return switch (this) {
            case Invalid<T> _ -> false;
            case Valid<T> valid -> valid.warnings.stream().noneMatch(p -> p.severity() == Severity.ERROR);
        };
    }

    /** The exit code of {@code -t}: 0 fine or notices only, 5 usable all the same, 4 a part cannot be run, 2 refused. */
    default int testExitCode() {
        return switch (this) {
            case Invalid<T> _ -> 2;
            case Valid<T> valid ->
                !usable() ? 4 : valid.warnings.stream().allMatch(p -> p.severity() == Severity.NOTICE) ? 0 : 5;
        };
    }

    /** The last line of {@code -t}: how much runs, and whether a reload would take it. */
    default String verdict() {
        return switch (this) {
            case Invalid<T> _ -> "nothing runs: the file is refused";
            case Valid<T> valid ->
                valid.summary
                        + (usable() ? "" : "; a reload to this file is refused")
                        + (usable() || valid.summary.none() ? "" : ", a start runs what is left");
        };
    }
}
