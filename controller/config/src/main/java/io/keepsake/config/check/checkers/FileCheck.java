package io.keepsake.config.check.checkers;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import org.jspecify.annotations.Nullable;

/** Reads {@code FILE_CHECK}. */
final class FileCheck {
    private final Problems problems;
    private final Node block;
    private final CheckedServer server;
    private final ProbeCheck probe;

    FileCheck(Problems problems, Node block, CheckedServer server) {
        this.problems = problems;
        this.block = block;
        this.server = server;
        probe = new ProbeCheck(problems, block, server);
    }

    /** The checker, or null when it knows no file. */
    @Nullable CheckerConfig checker() {
        if (probe.values().last("track_file") == null) {
            problems.error(block.keyword().place(), "FILE_CHECK has no track_file; the checker is left out");
            return null;
        }
        var name = probe.values().value("track_file");
        var file = name == null ? null : server.files().find(name.text());
        if (name != null && file == null) {
            problems.error(
                    name.place(),
                    "there is no track_file " + name.text() + "; the checker is left out",
                    "the block \"track_file " + name.text() + "\" must stand before the virtual_server");
        }
        return file == null ? null : checker(file);
    }

    private CheckerConfig checker(TrackFiles.TrackFile file) {
        var weight = probe.values().whole("weight", -TrackFiles.WEIGHT_MOST, TrackFiles.WEIGHT_MOST, "ignored");
        var check = new Check.File(file.path(), weight == null ? file.weight() : weight, reverse());
        // read at once and at every change: nothing to retry, nothing to spread
        var own = new ProbeChoices(probe.choices().delayLoop(), null, 0, null, 0L, false, null);
        return probe.checker(check, probe.target(), own);
    }

    private boolean reverse() {
        var line = probe.values().last("weight");
        if (line == null || line.values().size() < 2) {
            return false;
        }
        var word = line.values().get(1);
        if (!word.text().equals("reverse")) {
            problems.warn(word.place(), "expected \"reverse\" or nothing, was \"" + word.text() + "\"; it is ignored");
        }
        return word.text().equals("reverse");
    }
}
