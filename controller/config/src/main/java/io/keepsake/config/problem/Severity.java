package io.keepsake.config.problem;

import java.util.Locale;

/** How much a problem spoils. */
public enum Severity {
    /** Nothing that is written wrongly: a keyword is understood but has no effect. */
    NOTICE,
    /** A line: it was ignored or read differently; what it belongs to is used. */
    WARNING,
    /** An object that this program cannot run yet: it was left out; the rest is used. */
    UNSUPPORTED,
    /** An object that is written wrongly: it was left out. A start runs the rest, a reload keeps what runs. */
    ERROR,
    /** Everything: there is no configuration. */
    FATAL;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
