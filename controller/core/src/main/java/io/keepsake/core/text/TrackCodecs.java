package io.keepsake.core.text;

import io.keepsake.core.event.TrackEvent;
import io.keepsake.core.event.TrackEvent.TrackedFileRead;
import java.util.List;

/** What was seen of files that instances track. */
final class TrackCodecs {
    static final List<Codec<? extends TrackEvent>> ALL = List.of(Codec.of(
            TrackedFileRead.class,
            TrackedFileRead::new,
            Field.name("file", TrackedFileRead::file),
            Field.number("number", TrackedFileRead::number)));

    private TrackCodecs() {}
}
