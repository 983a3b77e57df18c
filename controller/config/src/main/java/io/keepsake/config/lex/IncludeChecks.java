package io.keepsake.config.lex;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is missing when an {@code include} is not satisfied. */
enum IncludeChecks {
    READABLE,
    MATCH,
    WILDCARD_MATCH,
    BRACE_MATCH;

    /** What the keyword itself asks for, or null when it is no include. */
    static @Nullable Set<IncludeChecks> ofKeyword(String keyword) {
        return switch (keyword) {
            case "include" -> EnumSet.noneOf(IncludeChecks.class);
            case "includer" -> EnumSet.of(READABLE);
            case "includem" -> EnumSet.of(MATCH);
            case "includew" -> EnumSet.of(WILDCARD_MATCH);
            case "includeb" -> EnumSet.of(BRACE_MATCH);
            case "includea" -> EnumSet.allOf(IncludeChecks.class);
            default -> null;
        };
    }

    /** The check that {@code include_check} calls {@code name}, or null. */
    static @Nullable IncludeChecks ofName(String name) {
        return switch (name) {
            case "readable" -> READABLE;
            case "match" -> MATCH;
            case "wildcard_match" -> WILDCARD_MATCH;
            case "brace_match" -> BRACE_MATCH;
            default -> null;
        };
    }
}
