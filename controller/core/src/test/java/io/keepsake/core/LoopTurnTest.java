package io.keepsake.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.core.event.Event;
import io.keepsake.core.value.Moment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopTurnTest {
    private static final long MILLI = 1_000_000;

    /** A loop that needs a time to hear what waits, and has packets that waited. */
    private static final class Slow implements LoopTurn.Loop {
        private final long hearing;
        private final long heard;
        private final long wanted;
        private final List<Event> taken = new ArrayList<>();
        private long now = 1_000 * MILLI;

        Slow(long hearing, long heard, long wanted) {
            this.hearing = hearing;
            this.heard = heard;
            this.wanted = wanted;
        }

        @Override
        public Moment now() {
            return new Moment(now);
        }

        @Override
        public Moment deadline() {
            return Moment.NEVER;
        }

        @Override
        public long hear() {
            now += hearing;
            return heard;
        }

        @Override
        public long waitedForCpu() {
            return wanted;
        }

        @Override
        public void take(Event event) {
            taken.add(event);
        }

        @Override
        public void takeDeadline() {}
    }

    private static List<Event> begun(Slow loop, long dueMillis) {
        new LoopTurn(loop).begin(new Moment(dueMillis * MILLI));
        return loop.taken;
    }

    /** What is told is subtracted from when it is told, and must give when the loop wanted to be woken. */
    @Test
    void aStandstillEndsWhenWhatCameMeanwhileIsHeard() {
        assertEquals(
                List.of(new LoopStalled(500 * MILLI, 450 * MILLI)),
                begun(new Slow(300 * MILLI, 100 * MILLI, 450 * MILLI), 800));
    }

    @Test
    void noLongerThanItStoodStillDidItWaitForACpu() {
        assertEquals(List.of(new LoopStalled(200 * MILLI, 200 * MILLI)), begun(new Slow(0, 0, 3_000 * MILLI), 800));
        assertEquals(
                List.of(new LoopStalled(200 * MILLI, LoopStalled.UNKNOWN)),
                begun(new Slow(0, 0, LoopStalled.UNKNOWN), 800));
    }

    @Test
    void aPacketThatWaitedShowsAStandstillThatNoDeadlineShows() {
        assertEquals(List.of(new LoopStalled(400 * MILLI, 0)), begun(new Slow(0, 400 * MILLI, 0), 999));
        assertEquals(List.of(), begun(new Slow(300 * MILLI, 0, 0), 999), "hearing much is not standing still");
    }
}
