package io.keepsake.replay;

import io.keepsake.history.show.Clock;
import io.keepsake.journal.ForwardingReader;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalReader;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far a reader is, told now and then to who looks on, in a line that goes again. The reader may have its own thread. */
final class Progress {
    private static final int TURNS_BETWEEN_LOOKS = 1 << 12;
    private static final String ERASED = "\r\u001b[K";

    private final PrintWriter err;
    private final String verb;
    private final long everyNanos;
    private long turns;
    private long toldAt = System.nanoTime();
    private boolean told;

    Progress(PrintWriter err, String verb, long everyNanos) {
        this.err = err;
        this.verb = verb;
        this.everyNanos = everyNanos;
    }

    /** The same reader, watched. */
    JournalReader watch(JournalReader reader, Clock clock) {
        return new Watched(reader, clock);
    }

    private void onTurn(Instant wall, Clock clock) {
        if (++turns % TURNS_BETWEEN_LOOKS == 0 && System.nanoTime() - toldAt >= everyNanos) {
            toldAt = System.nanoTime();
            tell(String.format(Locale.ROOT, "%,d", turns) + " events read, at " + clock.dated(wall));
        }
    }

    private synchronized void tell(String far) {
        told = true;
        err.print(ERASED + "replay " + verb + ": " + far);
        err.flush();
    }

    /** Takes the line away, until there is more to tell. */
    synchronized void hide() {
        if (told) {
            err.print(ERASED);
            err.flush();
            told = false;
        }
    }

    private final class Watched extends ForwardingReader {
        private final Clock clock;

        Watched(JournalReader reader, Clock clock) {
            super(reader);
            this.clock = clock;
        }

        @Override
        public @Nullable JournalItem next() throws JournalFailure {
            var item = super.next();
            if (item instanceof TurnRead read) {
                onTurn(read.turn().recorded().wall(), clock);
            }
            return item;
        }

        @Override
        public void close() {
            super.close();
            hide();
        }
    }
}
