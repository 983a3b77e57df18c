package io.keepsake.daemon.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent.LinkGone;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EventsDropped;
import io.keepsake.core.event.ScriptEvent.ScriptUnavailable;
import io.keepsake.core.value.InterfaceName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {
    /** More than one lane holds. */
    private static final int FLOOD = 70_000;

    private final Inbox inbox = new Inbox(() -> {});

    private static Event notice(int number) {
        return new LinkGone(new InterfaceName("eth" + number), number);
    }

    private List<Event> drained() {
        var all = new ArrayList<Event>();
        inbox.drain(all::add, () -> true);
        return all;
    }

    @Test
    void aStopGoesBeforeAFloodThatCameBefore() {
        for (int i = 0; i < FLOOD; i++) {
            inbox.offer(notice(i));
        }
        var stop = new StopRequested("SIGTERM", false, false);
        inbox.offer(stop);
        assertEquals(stop, drained().getFirst());
    }

    @Test
    void neitherOrdersNorAnswersAreLostInAFlood() {
        for (int i = 0; i < FLOOD; i++) {
            inbox.offer(notice(i));
        }
        var stop = new StopRequested("SIGTERM", false, false);
        var answer = new EffectApplied(7);
        inbox.offer(answer);
        inbox.offer(stop);
        var all = drained();
        assertTrue(all.contains(stop));
        assertTrue(all.contains(answer));
        var last = assertInstanceOf(EventsDropped.class, all.getLast());
        assertEquals(FLOOD, all.size() - 3 + last.count());
        assertTrue(inbox.isEmpty());
    }

    @Test
    void anAnswerComesAfterTheFactsBeforeIt() {
        inbox.offer(notice(1));
        inbox.offer(new EffectApplied(7));
        inbox.offer(notice(2));
        assertEquals(List.of(notice(1), new EffectApplied(7), notice(2)), drained());
    }

    @Test
    void resultsGoOnInAFloodOfNotices() {
        var result = new ScriptUnavailable("check", "/bin/check", "gone");
        for (int i = 0; i < 100; i++) {
            inbox.offer(notice(i));
        }
        inbox.offer(result);
        assertTrue(drained().indexOf(result) < 20);
    }

    @Test
    void oneIsTakenWhateverTheTimeAndTheOthersWait() {
        inbox.offer(notice(1));
        inbox.offer(notice(2));
        var all = new ArrayList<Event>();
        inbox.drain(all::add, () -> false);
        assertEquals(List.of(notice(1)), all);
        assertEquals(List.of(notice(2)), drained());
    }
}
