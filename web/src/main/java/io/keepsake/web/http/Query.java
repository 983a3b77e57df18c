package io.keepsake.web.http;

import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of a request. */
record Query(MultiMap parameters) {
    /** Nothing longer is read. */
    private static final int LENGTH_MAX = 2_000;

    @Nullable String text(String name) {
        var value = parameters.get(name);
        if (value != null && value.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(name + " must have " + LENGTH_MAX + " characters at most");
        }
        return value == null || value.isEmpty() ? null : value;
    }

    long number(String name, long otherwise) {
        var text = text(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number, was " + text, e);
        }
    }

    boolean flag(String name) {
        var text = text(name);
        return text != null && !text.equals("0") && !text.equals("false");
    }

    List<String> list(String name, String separator) {
        var text = text(name);
        return text == null ? List.of() : List.of(text.strip().split(separator, 100));
    }
}
