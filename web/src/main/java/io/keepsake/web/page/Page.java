package io.keepsake.web.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The files of the page, which lie in the jar beside this class. */
public final class Page {
    /** Scripts, in the order in which they are run. */
    public static final List<String> SCRIPTS = List.of(
            "source.js",
            "format.js",
            "folds.js",
            "lanes.js",
            "whatif.js",
            "timeline.js",
            "known.js",
            "panel.js",
            "table.js",
            "incidents.js",
            "state.js",
            "app.js");

    /** All files but the page itself. */
    public static final List<String> FILES = java.util.stream.Stream.concat(
                    SCRIPTS.stream(), java.util.stream.Stream.of("style.css", "icon.svg"))
            .toList();

    private Page() {}

    /** The text of a file. */
    public static String text(String file) {
        try (var in = Page.class.getResourceAsStream("/keepsake-web/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("the jar has no file " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
