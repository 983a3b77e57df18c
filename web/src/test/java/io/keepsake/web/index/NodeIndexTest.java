package io.keepsake.web.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.journal.JournalItem;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an index takes is bounded, whatever the network and the director wrote into the journal. */
class NodeIndexTest {
    private static final Instant BEGAN = Instant.parse("2026-11-22T03:12:00Z");
    private static final Lane HEARD = Lane.of(Lane.Kind.HEARD, "VI_1");
    private static final long AMPLE = 1L << 40;

    private static AdvertReceived advert(String source) {
        return (AdvertReceived) EventText.parseEvent(
                "AdvertReceived instance=VI_1 source=" + source + " ttl=255 late=0s version=V2 vrid=51"
                        + " priority=100 interval=1s auth=NONE addresses=192.168.181.100");
    }

    /** Writes one journal into one index. */
    private static final class Writing {
        private final NodeIndex node;
        private final Indexer indexer;
        private final AdvertReceived like = advert("192.168.181.133");
        private long run;
        private long index = 1;
        private long nanos = 1_000_000_000;

        Writing(long bytes) {
            node = new NodeIndex("a", bytes);
            indexer = new Indexer(node);
            begin();
        }

        void begin() {
            index = 1;
            take(new JournalItem.RunStarted(++run, 1, BEGAN, "0.1.0"));
        }

        void take(JournalItem item) {
            node.write(() -> indexer.onItem(item));
        }

        void event(Event event) {
            nanos += 1_000_000;
            var recorded = new Recorded(index, new Moment(nanos), BEGAN.plusNanos(nanos), event);
            take(new JournalItem.TurnRead(run, new Turn(recorded, List.of(), List.of())));
            index++;
        }

        void heard(Ip source) {
            event(new AdvertReceived(new InstanceName("VI_1"), source, 255, 0, like.advert()));
        }

        void forged(int from, int to) {
            for (int i = from; i < to; i++) {
                heard(Ip.parse("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)));
            }
        }

        long cpu(int from, int to) {
            var threads = ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadCpuTime();
            forged(from, to);
            return threads.getCurrentThreadCpuTime() - before;
        }
    }

    /** What the second half of the sources costs is what the first cost, not three times that. */
    @Test
    void everySourceCostsTheSame() {
        new Writing(AMPLE).forged(0, 60_000);
        var writing = new Writing(AMPLE);
        long few = writing.cpu(0, 15_000);
        long many = writing.cpu(15_000, 150_000);
        assertTrue(
                many < few * 9 * 5,
                () -> String.format(
                        Locale.ROOT, "15,000 took %d ms, 135,000 more %d ms", few / 1_000_000, many / 1_000_000));
    }

    @Test
    void aFloodOfForgedSourcesHidesNoPeer() {
        var writing = new Writing(AMPLE);
        writing.heard(Ip.parse("192.168.181.134"));
        writing.forged(0, 40_000);
        writing.heard(Ip.parse("192.168.181.134"));
        writing.heard(Ip.parse("172.16.0.1"));
        writing.node.read(runs -> {
            var run = runs.getLast();
            var series = Objects.requireNonNull(run.lanes().get(HEARD));
            assertEquals(40_003, series.size());
            var last = series.entries(run.last() - 1_000, run.last());
            assertEquals("192.168.181.134", run.source(last.getFirst().code()).toString());
            assertEquals(Sources.OTHERS, run.source(last.getLast().code()));
            return true;
        });
    }

    @Test
    void advertsOfALongRunKeepTheirSumsWhereRoomIsShort() {
        long room = 200_000;
        var writing = new Writing(room);
        for (int i = 0; i < 100_000; i++) {
            writing.heard(Ip.parse("192.168.181.134"));
        }
        assertTrue(writing.node.bytes() <= room, "it takes " + writing.node.bytes());
        writing.node.read(runs -> {
            var run = runs.getLast();
            var counted = new long[2];
            Objects.requireNonNull(run.lanes().get(HEARD)).scan(0, run.last(), 1, new Series.Visitor() {
                @Override
                public void point(long micros, long index, int code) {
                    counted[0]++;
                }

                @Override
                public void points(long first, long last, long firstIndex, int count, long codes) {
                    counted[1] += count;
                }
            });
            assertEquals(100_000, counted[0] + counted[1]);
            assertTrue(counted[0] > 5_000, "the last are known one by one: " + counted[0]);
            assertTrue(counted[1] > 5_000, "the first are not: " + counted[1]);
            return true;
        });
    }

    /** Where a state changed too often to remember each time, it is not known in between; what it is now always is. */
    @Test
    void whatAStateWasIsUnknownWhereRoomWasShort() {
        var writing = new Writing(30_000);
        writing.take(new JournalItem.RunStarted(2, 1, BEGAN, "0.1.0"));
        for (int i = 0; i < 20_000; i++) {
            int state = i % 2;
            long at = i;
            writing.node.write(() -> writing.node.read(runs -> {
                runs.getLast().enter(Lane.of(Lane.Kind.LINK, "eth0"), at * 1_000, at, state);
                return true;
            }));
        }
        writing.node.read(runs -> {
            var series = Objects.requireNonNull(runs.getLast().lanes().get(Lane.of(Lane.Kind.LINK, "eth0")));
            var none = new Series.Entry(0, 0, -1);
            assertEquals(1, series.last(none).code());
            assertEquals(Lane.UNKNOWN, series.lastAt(100_000, none).code());
            assertEquals(1, series.lastAt(19_999_000, none).code());
            var changes = series.changes(0, Long.MAX_VALUE, 1_000);
            assertTrue(changes.stream().anyMatch(e -> e.code() == Lane.UNKNOWN), "nothing was thinned");
            assertTrue(changes.size() < 10_000, "changes: " + changes.size());
            var few = series.changes(0, Long.MAX_VALUE, 2);
            assertEquals(Lane.UNKNOWN, few.getFirst().code());
            assertTrue(few.size() <= 2 * 256 + 1, "changes: " + few.size());
            return true;
        });
    }

    @Test
    void theOldestRunsAreForgottenWhereRoomIsShort() {
        long room = 100_000;
        var writing = new Writing(room);
        for (int i = 0; i < 5_000; i++) {
            writing.begin();
            writing.heard(Ip.parse("192.168.181.134"));
        }
        assertTrue(writing.node.bytes() <= room, "it takes " + writing.node.bytes());
        int kept = writing.node.read(List::size);
        assertTrue(kept > 10 && kept < 200, "runs: " + kept);
        assertEquals(5_001, writing.node.<Long>read(runs -> runs.getLast().run()));
        assertTrue(writing.node.ask(5_001, RunIndex::last).isPresent());
        assertTrue(writing.node.ask(1, RunIndex::last).isEmpty());
    }
}
