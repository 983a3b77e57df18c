package io.keepsake.world;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.TrackFile;
import io.keepsake.core.event.TrackEvent.TrackedFileRead;
import java.util.List;

/** The files that instances of a machine track: one number in all of them, and who is told of it. */
public final class TrackedFiles {
    private static final long READ_NANOS = 2_000_000L;

    private final Machine machine;
    private List<TrackFile> watched = List.of();
    private long number;

    TrackedFiles(Machine machine) {
        this.machine = machine;
    }

    /** A director that has just begun knows nothing. */
    void begin() {
        watched = List.of();
    }

    /** Tells of those that were not watched before. */
    void configure(ControllerConfig config) {
        var before = watched;
        watched = config.trackFiles();
        watched.stream().filter(file -> !before.contains(file)).forEach(this::tell);
    }

    /** Somebody writes this number into all of them. */
    public void set(long other) {
        if (number != other) {
            number = other;
            watched.forEach(this::tell);
        }
    }

    private void tell(TrackFile file) {
        var director = machine.director();
        machine.world().after(READ_NANOS, () -> {
            if (director != null && director == machine.director() && watched.contains(file)) {
                director.offer(new TrackedFileRead(file.name(), number));
            }
        });
    }
}
