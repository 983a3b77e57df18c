package io.keepsake.config.check.checkers;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The blocks {@code track_file NAME}, as far as the file has been read. */
public final class TrackFiles {
    static final int WEIGHT_MOST = 65_535;

    private final Problems problems;
    private final Map<String, TrackFile> files = new HashMap<>();

    /** @param weight 1 unless the block says otherwise */
    record TrackFile(String path, int weight) {}

    public TrackFiles(Problems problems) {
        this.problems = problems;
    }

    /** Reads one block. */
    public void read(Node block) {
        var name = block.values().isEmpty() ? null : block.values().getFirst();
        if (name == null) {
            problems.error(block.keyword().place(), "track_file needs a name, has none; it is left out");
            return;
        }
        var values = new Values(problems, block.children());
        var path = values.value("file");
        var weight = values.whole("weight", -WEIGHT_MOST, WEIGHT_MOST, "taken as 1");
        if (path == null) {
            problems.error(name.place(), "track_file " + name.text() + " names no file; it is left out");
        } else if (files.putIfAbsent(name.text(), new TrackFile(path.text(), weight == null ? 1 : weight)) != null) {
            problems.warn(name.place(), "track_file " + name.text() + " is here twice; the later one is left out");
        }
    }

    @Nullable TrackFile find(String name) {
        return files.get(name);
    }
}
