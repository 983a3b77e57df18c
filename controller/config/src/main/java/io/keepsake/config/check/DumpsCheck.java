package io.keepsake.config.check;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.process.DumpChoices;
import io.keepsake.config.values.Values;
import org.jspecify.annotations.Nullable;

/** Reads {@code json_version} and the keywords that say where dumps are written. */
final class DumpsCheck {
    private final Problems problems;
    private final Values values;

    DumpsCheck(Problems problems, Values values) {
        this.problems = problems;
        this.values = values;
    }

    DumpChoices choices() {
        var version = values.whole("json_version", 1, 2, "taken as 1");
        return new DumpChoices(
                path("state_dump_file"),
                path("stats_dump_file"),
                path("json_dump_file"),
                version == null ? 1 : version);
    }

    private @Nullable String path(String keyword) {
        var word = values.value(keyword);
        if (word == null) {
            return null;
        }
        if (word.text().isEmpty() || word.text().indexOf('\0') >= 0) {
            problems.warn(word.place(), keyword + " must be the path of a file; the usual one is written");
            return null;
        }
        return word.text();
    }
}
