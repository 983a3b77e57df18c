package io.keepsake.history.explain;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.value.InstanceName;
import io.keepsake.history.fold.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what the reader asked for, and leaves out the rest. */
final class Telling {
    private final Story story;
    private final @Nullable String only;
    private final Window window;
    private final long run;

    /** @param only the name of an instance or a virtual server; null for all */
    Telling(Story story, @Nullable String only, Window window, long run) {
        this.story = story;
        this.only = only;
        this.window = window;
        this.run = run;
    }

    boolean wants(String name) {
        return only == null || only.equals(name);
    }

    boolean wants(InstanceName name) {
        return wants(name.value());
    }

    /** Whether a line that may begin with the name of what it is about is asked for. */
    boolean concerns(String line) {
        return only == null || line.startsWith(only + " ");
    }

    /** Of what alone is told, as words behind a verb; empty for all. */
    String scope() {
        return only == null ? "" : " to " + only;
    }

    boolean holds(Turn turn) {
        return window.holds(run, turn);
    }

    /** What happened in this turn. */
    void tell(InstanceName instance, Turn turn, Paragraph paragraph) {
        if (wants(instance) && holds(turn)) {
            story.add(paragraph);
        }
    }

    void tell(InstanceName instance, Turn turn, List<String> lines) {
        tell(instance, turn, new Paragraph.Finished(lines));
    }

    /** What concerns the node, or whatever is asked for. */
    void tell(Turn turn, List<String> lines) {
        if (holds(turn)) {
            story.add(lines);
        }
    }

    /** What went on for some time, if any of it is in the window. */
    void tell(InstanceName instance, Episode episode, List<String> lines) {
        if (wants(instance) && window.touches(run, episode.first(), episode.last())) {
            story.add(lines);
        }
    }
}
