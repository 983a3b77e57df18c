package io.keepsake.replay;

import static io.keepsake.replay.Recording.PEER;
import static io.keepsake.replay.Recording.advertLine;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the IPv4 ids of adverts tell of a time in which a router was not heard: keepalived counts adverts, a director of
 * ours its events.
 */
class ExplainIdsTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path journal;

    private static void advert(Recording run, int priority, int id) throws Exception {
        run.event(advertLine(PEER, priority) + " id=" + id);
    }

    /** Adverts one second apart, each {@code step} above the one before. */
    private static void adverts(Recording run, int count, int priority, int id, int step) throws Exception {
        for (int i = 0; i < count; i++) {
            run.pass(SECOND);
            advert(run, priority, id + i * step);
        }
    }

    /** The master is not heard for 15 s, this node takes over, and the master comes back with {@code id}. */
    private void silentMaster(int from, int step, int id) throws Exception {
        try (var run = Recording.started(journal, 100)) {
            adverts(run, 6, 150, from, step);
            run.deadline().answered().deadlinesFor(15 * SECOND - 3_609_575_000L);
            advert(run, 150, id);
            run.answered();
        }
    }

    @Test
    void advertsThatWereSentAndLost() throws Exception {
        silentMaster(100, 1, 120);
        Golden.truth(
                "ids-lost",
                0,
                journal,
                List.of(
                        "so: two masters for 11.39",
                        "about 14 were sent and not heard, of 14 that were due",
                        "105 (1#"),
                List.of("cannot tell:", "ordinary preemption"));
    }

    /** It was this process that stood still, and not the network that lost them. */
    @Test
    void advertsThatWereSentWhileThisProcessStoodStill() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            adverts(run, 6, 150, 100, 1);
            run.pass(6 * SECOND).event("LoopStalled late=6s").deadline().answered();
            run.pass(SECOND / 4);
            advert(run, 150, 113);
            run.answered();
        }
        Golden.truth(
                "ids-asleep",
                0,
                journal,
                List.of(
                        "so: two masters for 251.1 ms",
                        "this process, which stood still (6 s (1#14)), did not hear it"),
                List.of("did not arrive here"));
    }

    @Test
    void aMasterThatStoodStillSentNone() throws Exception {
        silentMaster(100, 1, 106);
        Golden.truth(
                "ids-silent",
                0,
                journal,
                List.of("was silent itself", "it sent none in between, where 14 were due", "its addresses stood there"),
                List.of("cannot tell:", "two masters for"));
    }

    @Test
    void aMasterThatWasSilentForAPartOfIt() throws Exception {
        silentMaster(100, 1, 112);
        Golden.truth(
                "ids-some",
                0,
                journal,
                List.of("two masters for a part of 11.39", "about 6 were sent and not heard, of 14"),
                List.of("cannot tell:"));
    }

    @Test
    void aMasterThatCountsAnewWasRestarted() throws Exception {
        silentMaster(30_000, 1, 2);
        Golden.truth(
                "ids-anew",
                0,
                journal,
                List.of("an ordinary preemption", "was restarted", "30005 (1#", "that of this one is 2"),
                List.of("two masters", "cannot tell:"));
    }

    /** One of ours that was paused counts few events on: the pause, what waited in its socket, its advert. */
    @Test
    void oneOfOursThatStoodStillUsedUpFewPlaces() throws Exception {
        silentMaster(1_200, 2, 1_216);
        Golden.truth(
                "ids-ours-silent",
                0,
                journal,
                List.of("was silent itself", "1210 (1#", "at most 6 events, so at most 2 of the 14 adverts"),
                List.of("two masters for", "cannot tell:"));
    }

    @Test
    void oneOfOursThatMayHaveSentAllTheWhile() throws Exception {
        silentMaster(1_200, 2, 1_243);
        Golden.truth(
                "ids-ours-sent",
                0,
                journal,
                List.of("cannot tell:", "at most 33 events, which is enough for all the 14 adverts that were due"),
                List.of("two masters for"));
    }

    /** An id that begins anew and one that goes round look the same here. */
    @Test
    void anIdThatMayHaveGoneRoundTellsNothing() throws Exception {
        silentMaster(65_520, 1, 4);
        Golden.truth("ids-round", 0, journal, List.of("so: cannot tell:"), List.of("IPv4 id", "restarted"));
    }

    /** Random identifications, or too few to know how they are made, tell nothing. */
    @Test
    void identificationsThatAreChanceTellNothing() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            for (int id : new int[] {5, 61_000, 200, 33_000, 7_000, 7_100}) {
                run.pass(SECOND);
                advert(run, 150, id);
            }
            run.deadline().answered().deadlinesFor(11 * SECOND);
            advert(run, 150, 7_101);
            run.answered();
        }
        Golden.truth("ids-chance", 0, journal, List.of("so: cannot tell:"), List.of("IPv4 id", "silent itself"));
    }

    /** The same beside a master that does not yield: it was heard as the master, and is heard again as a lower one. */
    @Test
    void twoMastersKnowWhetherTheOtherWasThereAllTheWhile() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            adverts(run, 6, 150, 100, 1);
            run.deadline().answered().deadlinesFor(11 * SECOND);
            advert(run, 90, 120);
            run.deadlinesFor(SECOND);
            advert(run, 90, 121);
            run.deadlinesFor(2 * SECOND);
            advert(run, 90, 123);
            run.deadlinesFor(6 * SECOND);
        }
        Golden.truth(
                "ids-rival",
                0,
                journal,
                List.of(
                        "two masters of VI_1",
                        "192.168.181.133 was heard last at ",
                        "about 14 were sent and not heard",
                        "so it had been master all the while, unheard"),
                List.of());
    }

    /** Of 14 adverts of another master every second one arrives. */
    @Test
    void twoMastersTellHowManyAdvertsWereLost() throws Exception {
        try (var run = Recording.started(journal, 150)) {
            run.deadline().answered();
            int id = 10;
            for (int gap : new int[] {1, 1, 1, 1, 2, 1, 1}) {
                advert(run, 100, id += gap);
                run.deadlinesFor(SECOND);
            }
            run.deadlinesFor(SECOND);
            advert(run, 100, id += 2);
            run.deadlinesFor(8 * SECOND);
        }
        Golden.truth(
                "ids-rival-gaps",
                0,
                journal,
                List.of("in between it was not heard for up to 2 s", "by that sent 2 adverts more than were heard"),
                List.of());
    }
}
