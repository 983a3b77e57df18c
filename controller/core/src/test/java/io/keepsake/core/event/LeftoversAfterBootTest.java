package io.keepsake.core.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.event.OperatorEvent.Drain;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.event.OperatorEvent.Stamp;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.VirtualServerName;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A drain goes on by the wall clock when the machine has booted anew, whose monotonic clock begins again. */
class LeftoversAfterBootTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Stamp END = new Stamp(new Moment(900_000 * SECOND), NOON);

    private static Moment moved(Moment until, long bootedFor, Instant wall) {
        var drain = new Drain(new VirtualServerName("tcp:10.0.0.100:80"), null, until, "a reason", "root");
        var left = new Leftovers(
                List.of(),
                List.of(),
                List.of(),
                List.of(drain),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        return left.afterBoot(END, new Stamp(new Moment(bootedFor * SECOND), wall))
                .drains()
                .getFirst()
                .until();
    }

    private static Moment endOf(long seconds) {
        return END.at().plus(seconds * SECOND);
    }

    @Test
    void whatIsLeftIsLessByTheTimeThatPassed() {
        assertEquals(new Moment((20 + 3_000) * SECOND), moved(endOf(3_600), 20, NOON.plusSeconds(600)));
    }

    @Test
    void oneThatEndedMeanwhileEndsAtOnce() {
        assertEquals(new Moment(20 * SECOND), moved(endOf(3_600), 20, NOON.plusSeconds(7_200)));
    }

    @Test
    void aWallClockThatFellBackMakesItNoLonger() {
        assertEquals(new Moment((20 + 3_600) * SECOND), moved(endOf(3_600), 20, Instant.EPOCH));
    }

    @Test
    void oneWithoutEndHasNone() {
        assertEquals(Moment.NEVER, moved(Moment.NEVER, 20, NOON.plusSeconds(600)));
    }
}
