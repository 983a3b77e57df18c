package io.keepsake.web.read;

import io.keepsake.core.effect.Turn;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalItem.Unknown;
import io.keepsake.journal.JournalReader;
import io.keepsake.web.index.NodeIndex;
import io.keepsake.web.merge.Places;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Reads one node's journal from a place, and knows where it is and when that was. */
final class NodeReader implements AutoCloseable {
    /** A wall clock may have been read so much earlier than the clocks say: what is too early is left out then. */
    private static final long EARLIER_MICROS = 1_000_000;

    private final NodeIndex node;
    private final Places places;
    private final JournalReader reader;
    private Place from = Place.START;
    private Place next = Place.START;
    private long time;
    private long notBefore = Long.MIN_VALUE;
    private @Nullable JournalItem item;

    /** @param places of the node */
    NodeReader(JournalReader reader, NodeIndex node, Places places) {
        this.node = node;
        this.places = places;
        this.reader = reader;
    }

    String node() {
        return node.name();
    }

    /** Goes on at this place; an item that began before it does not come again. */
    NodeReader at(Place place) throws JournalFailure {
        if (place.run() > 0) {
            reader.seek(place.run(), Math.max(1, place.index()));
        }
        from = place;
        next = place;
        return this;
    }

    /** Goes to the turn that {@code place} is in. */
    void seek(Place place) throws JournalFailure {
        reader.seek(place.run(), place.index());
        next = place;
    }

    /** Goes to where a state before {@code place} can be folded from; the reader is this one's still. */
    JournalReader seekState(Place place) throws JournalFailure {
        reader.seekState(place.run(), place.index());
        return reader;
    }

    /** Goes to the first turn at or after this time of the first node's clock, in microseconds since 1970. */
    NodeReader atTime(long micros) throws JournalFailure {
        long wall = places.wallAt(micros) - EARLIER_MICROS;
        reader.seek(Instant.EPOCH.plus(wall, ChronoUnit.MICROS));
        notBefore = micros;
        return this;
    }

    /** Moves to the next item; false at the end. Starts of runs that were given already are passed over. */
    boolean advance() throws JournalFailure {
        do {
            item = reader.next();
            if (item == null) {
                return false;
            }
        } while (!isNew(item));
        return true;
    }

    private boolean isNew(JournalItem read) {
        return switch (read) {
            case RunStarted started -> {
                next = started.run() > next.run() ? new Place(started.run(), started.firstIndex()) : next;
                time = node.ask(started.run(), index -> places.of(index, index.first()))
                        .orElseGet(() -> micros(started.wall()));
                yield started.run() > from.run();
            }
            case TurnRead turn -> {
                var place = new Place(turn.run(), turn.turn().recorded().index());
                next = new Place(turn.run(), turn.turn().nextIndex());
                time = time(turn.run(), turn.turn());
                yield place.compareTo(from) >= 0 && time >= notBefore;
            }
            case Unknown unknown -> {
                var place = new Place(unknown.run(), unknown.index());
                next = new Place(unknown.run(), unknown.index() + 1);
                time = micros(unknown.wall());
                yield place.compareTo(from) >= 0 && time >= notBefore;
            }
            case Damaged _ -> true;
        };
    }

    /** Where the timeline draws a turn. */
    private long time(long run, Turn turn) {
        long micros = turn.recorded().at().nanos() / 1_000;
        return node.ask(run, index -> places.of(index, micros))
                .orElseGet(() -> micros(turn.recorded().wall()));
    }

    private long micros(Instant wall) {
        return places.ofWall(wall.getEpochSecond() * 1_000_000 + wall.getNano() / 1_000);
    }

    JournalItem item() {
        return java.util.Objects.requireNonNull(item);
    }

    /** Microseconds since 1970 on the first node's clock. */
    long time() {
        return time;
    }

    /** The place after the present item. */
    Place next() {
        return next;
    }

    @Override
    public void close() {
        reader.close();
    }
}
