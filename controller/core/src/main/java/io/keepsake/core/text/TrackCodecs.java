package io.keepsake.core.text;

import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Decision.TrackedProcessGained;
import io.keepsake.core.event.Decision.TrackedProcessLost;
import io.keepsake.core.event.TrackEvent;
import io.keepsake.core.event.TrackEvent.TrackedFileRead;
import io.keepsake.core.event.TrackEvent.TrackedProcessesCounted;
import java.util.List;

/** What was seen of files and processes that instances track. */
final class TrackCodecs {
    static final List<Codec<? extends TrackEvent>> ALL = List.of(
            Codec.of(
                    TrackedFileRead.class,
                    TrackedFileRead::new,
                    Field.name("file", TrackedFileRead::file),
                    Field.number("number", TrackedFileRead::number)),
            Codec.of(
                    TrackedProcessesCounted.class,
                    TrackedProcessesCounted::new,
                    Field.name("process", TrackedProcessesCounted::process),
                    Field.integer("count", TrackedProcessesCounted::count)));

    /** The decisions about processes. */
    static final List<Codec<? extends Decision.OfProcess>> DECISIONS = List.of(
            Codec.of(
                    TrackedProcessLost.class,
                    TrackedProcessLost::new,
                    Field.name("process", TrackedProcessLost::process),
                    Field.integer("count", TrackedProcessLost::count),
                    Field.integer("needed", TrackedProcessLost::needed)),
            Codec.of(
                    TrackedProcessGained.class,
                    TrackedProcessGained::new,
                    Field.name("process", TrackedProcessGained::process),
                    Field.integer("count", TrackedProcessGained::count),
                    Field.integer("needed", TrackedProcessGained::needed)));

    private TrackCodecs() {}
}
