package io.keepsake.world;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.TrackProcess;
import io.keepsake.core.event.TrackEvent.TrackedProcessesCounted;
import java.util.List;

/** The processes that instances of a machine track: so many run of each, and who is told of it. */
public final class TrackedProcesses {
    /** As many as every configuration wants. */
    public static final int ENOUGH = 2;

    private static final long COUNTED_NANOS = 40_000_000L;

    private final Machine machine;
    private List<TrackProcess> watched = List.of();
    private int count = ENOUGH;

    TrackedProcesses(Machine machine) {
        this.machine = machine;
    }

    /** A director that has just begun knows nothing. */
    void begin() {
        watched = List.of();
    }

    /** Tells of those that were not counted before. */
    void configure(ControllerConfig config) {
        var before = watched;
        watched = config.trackProcesses();
        watched.stream().filter(process -> !before.contains(process)).forEach(this::tell);
    }

    /** So many run of each from now on. */
    public void set(int other) {
        if (count != other) {
            count = other;
            watched.forEach(this::tell);
        }
    }

    private void tell(TrackProcess process) {
        var director = machine.director();
        machine.world().after(COUNTED_NANOS, () -> {
            if (director != null && director == machine.director() && watched.contains(process)) {
                director.offer(new TrackedProcessesCounted(process.name(), count));
            }
        });
    }
}
