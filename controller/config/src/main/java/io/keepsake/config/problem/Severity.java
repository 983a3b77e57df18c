package io.keepsake.config.problem;

/** How much a problem spoils. */
public enum Severity {
    /** Nothing: a keyword is understood but has no effect yet. */
    NOTICE,
    /** A line: it was ignored or read differently; what it belongs to is used. */
    WARNING,
    /** An object, such as an instance or an address: it was left out; the rest is used. */
    ERROR,
    /** Everything: there is no configuration. */
    FATAL
}
