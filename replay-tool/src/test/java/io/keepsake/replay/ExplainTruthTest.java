package io.keepsake.replay;

import static io.keepsake.replay.Recording.PEER;
import static io.keepsake.replay.Recording.advertLine;

import io.keepsake.core.text.EventText;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Incidents of which the truth is known: what must be said of each, and what must not, stands beside it. The whole text
 * is compared too, so that a change of it is read.
 */
class ExplainTruthTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final String OTHER = "192.168.181.134";

    @TempDir
    Path journal;

    private Recording master(int priority) throws Exception {
        return Recording.started(journal, priority).deadline().answered();
    }

    private static void stop(Recording run) throws Exception {
        run.event("StopRequested by=SIGTERM keep_ipvs=false").answered();
    }

    /** The rival may have been master for the nine seconds, unheard, or for a moment: this node cannot know. */
    @Test
    void oneAdvertOfARivalAfterALongMastershipIsNoLastWord() throws Exception {
        try (var run = master(150)) {
            run.deadlinesFor(9 * SECOND).advert(100).deadlinesFor(15 * SECOND);
            stop(run);
        }
        Golden.truth(
                "truth-one-advert",
                0,
                journal,
                List.of("VI_1 heard another master once", "how long both were masters this node cannot tell"),
                List.of("last word"));
    }

    /** Two masters for 9 s, then for 1 s; never for 18 s. */
    @Test
    void twoMastershipsOfARivalAreTwo() throws Exception {
        try (var run = master(150)) {
            run.deadlinesFor(2 * SECOND).beside(PEER, 10, 100).deadlinesFor(6 * SECOND);
            run.beside(PEER, 2, 100).deadlinesFor(20 * SECOND);
            stop(run);
        }
        Golden.truth(
                "truth-two-tenures",
                0,
                journal,
                List.of(", 9 s at least", ", 1 s at least", "heard 10 adverts", "heard 2 adverts"),
                List.of("it ended when", "12 adverts"));
    }

    /** The rival was silent for 6 s when the link went: that did not end it. */
    @Test
    void aRivalThatFellSilentWasNotEndedByTheNextTransition() throws Exception {
        try (var run = master(150)) {
            run.deadlinesFor(SECOND).beside(PEER, 4, 100).deadlinesFor(5 * SECOND);
            run.linkUp(false).answered();
        }
        Golden.truth(
                "truth-rival-silent",
                0,
                journal,
                List.of(", 3 s at least", "the other was not heard any more"),
                List.of("it ended when"));
    }

    @Test
    void aRivalThatSaysGoodbyeEndsIt() throws Exception {
        try (var run = master(150)) {
            run.deadlinesFor(SECOND).beside(PEER, 4, 100).advert(0).deadlinesFor(SECOND);
            stop(run);
        }
        Golden.truth(
                "truth-rival-goodbye",
                0,
                journal,
                List.of("it ended when the other said goodbye"),
                List.of("it ended when VI_1 became"));
    }

    /** The master was stopped for maintenance and comes back: nobody had a split brain. */
    @Test
    void anOrdinaryPreemptionIsCalledOne() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150).pass(SECOND / 2).advert(0).deadline().answered();
            run.deadlinesFor(13_900 * MILLI).advert(150).answered();
            run.adverts(2, 150);
        }
        Golden.truth(
                "truth-preemption",
                0,
                journal,
                List.of("an ordinary preemption", "had said goodbye"),
                List.of("two masters"));
    }

    /** The master was not heard for 17 s and is heard again: whether it had stopped, this node cannot know. */
    @Test
    void aMasterThatIsHeardAgainMayHaveBeenMasterAllTheWhile() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150).deadline().answered();
            run.deadlinesFor(13_900 * MILLI).advert(150).answered();
        }
        Golden.truth(
                "truth-heard-again",
                0,
                journal,
                List.of("so: cannot tell", "may have stopped and come back", "up to 13.9"),
                List.of("so: an ordinary preemption", "two masters: this node had been one"));
    }

    /** The better master fell silent; the lower one that was heard is no reason to call it a preemption. */
    @Test
    void aLostBetterMasterWasNotPreempted() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(5, 150);
            for (int i = 0; i < 3; i++) {
                run.pass(SECOND).advert(OTHER, 90);
            }
            run.deadline().answered();
        }
        Golden.truth(
                "truth-lost-better",
                0,
                journal,
                List.of("192.168.181.133 (priority 150) was not heard any more", "192.168.181.134"),
                List.of("it preempted, as configured", "nothing was heard", "one node cannot tell;"));
    }

    @Test
    void anAdvertReadTooLateIsNoSilence() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150).deadline();
            run.pass(100_000).event(advertLine(PEER, 150).replace("late=0.000012s", "late=0.0002s"));
            run.answered();
        }
        Golden.truth(
                "truth-read-too-late",
                0,
                journal,
                List.of("the master was not silent"),
                List.of("nothing was heard", "collect:", "cannot tell"));
    }

    /** The lateness of the very deadline is a stall, also when the loop did not tell it. */
    @Test
    void aLateDeadlineIsAStall() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150).deadline(88 * MILLI).answered();
        }
        Golden.truth(
                "truth-late-deadline",
                0,
                journal,
                List.of("woke 88 ms"),
                List.of("stalls of this process in the window: none", "stalls of this process: none"));
    }

    /** Packets that were read in another order than they arrived in. */
    @Test
    void intervalsAreNeverNegative() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150).pass(SECOND).advert(150);
            run.pass(100 * MILLI).event(advertLine(PEER, 150).replace("late=0.000012s", "late=0.5s"));
            run.deadline().answered();
        }
        Golden.truth("truth-order", 0, journal, List.of("had sent 5 adverts"), List.of(" -", "/-", "of -"));
    }

    /** A minute lies between two masterships of the other: no interval of its adverts was that long. */
    @Test
    void statisticsAreOfOneMastership() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(5, 150).pass(SECOND / 2).advert(0).deadline().answered();
            run.deadlinesFor(60 * SECOND).advert(150).answered().adverts(4, 150);
            run.deadline().answered();
        }
        Golden.truth(
                "truth-tenures",
                0,
                journal,
                List.of("had sent 5 adverts in this mastership, at intervals of 1.000/1.000/1.001"),
                List.of("/6", "had sent 0", "had sent 10", "had sent 11"));
    }

    /** The process stood still, and says so in every sentence. */
    @Test
    void aPauseIsNeitherNoStallNorTheMastersSilence() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150).pass(4_200 * MILLI).event("LoopStalled late=4.2s");
            run.deadline().answered();
        }
        Golden.truth(
                "truth-pause",
                0,
                journal,
                List.of(
                        "the pause was here",
                        "stalls of this process in that time: 4.2 s (1#",
                        "for 2026-11-22 03:12:03.0"),
                List.of("stalls of this process in that time: none"));
    }

    /** What led to the window is read, and not counted in it. */
    @Test
    void theSummaryIsOfTheWindow() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(2, 150).deadline(88 * MILLI).answered().deadlinesFor(10 * SECOND);
            run.event("AdvertRejected instance=VI_1 source=" + PEER
                    + " reason=AUTH_FAILED detail=\"the password differs\" late=0s");
            run.deadlinesFor(100 * SECOND);
            stop(run);
        }
        Golden.truth(
                "truth-window",
                0,
                journal,
                List.of("VI_1: master for 59.", "rejected or discarded none", "stalls of this process: none"),
                List.of("became MASTER", "AUTH_FAILED"),
                "--from",
                "-60s");
    }

    /** Rivals that were heard while it was master, an hour before, are no silence of a backup. */
    @Test
    void silenceIsWhatABackupDidNotHear() throws Exception {
        try (var run = master(150)) {
            run.deadlinesFor(SECOND).advert(100).deadlinesFor(60 * SECOND);
            run.event("AddressGone link=ens33 address=192.168.181.100/32 own=false");
            run.deadline().answered();
        }
        Golden.truth(
                "truth-silence",
                0,
                journal,
                List.of("longest time without an advert as backup none"),
                List.of("longest silence heard 6", "as backup 6"));
    }

    @Test
    void aRunThatWasKilledIsNamed() throws Exception {
        try (var run = master(100)) {
            run.deadlinesFor(3 * SECOND);
        }
        try (var run = new Recording(journal).pass(20 * SECOND).begin(100, "8d2c", UnaryOperator.identity())) {
            stop(run);
        }
        Golden.truth(
                "truth-killed",
                0,
                journal,
                List.of(
                        "run 1 ended without a word",
                        "killed, crashed or frozen",
                        "it was master of VI_1 then",
                        "run 2 was stopped by SIGTERM"),
                List.of());
    }

    @Test
    void aMachineThatWentDownIsNamed() throws Exception {
        try (var run = master(100)) {
            run.deadlinesFor(3 * SECOND);
        }
        try (var run = new Recording(journal).pass(90 * SECOND).begin(100, "77aa", UnaryOperator.identity())) {
            run.adverts(2, 150);
        }
        Golden.truth(
                "truth-power",
                0,
                journal,
                List.of(
                        "run 1 ended without a word",
                        "the machine went down",
                        "whether it still runs, was killed or stands still, the journal does not tell"),
                List.of("run 2 ended without a word"));
    }

    /** A run that is killed before its first turn leaves a directory without a file. */
    @Test
    void runsWithoutAnyTurnAreNamed() throws Exception {
        try (var run = master(100)) {
            stop(run);
        }
        Files.createDirectory(journal.resolve("run-2"));
        try (var run = Recording.started(journal, 100)) {
            run.adverts(1, 150);
            stop(run);
        }
        Files.createDirectory(journal.resolve("run-4"));
        Golden.truth(
                "truth-no-turn", 0, journal, List.of("run 2 recorded nothing", "run 4 recorded nothing"), List.of());
    }

    @Test
    void anAccountThatTheWindowCutsSaysSo() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150).deadline().answered();
            stop(run);
        }
        Golden.truth(
                "truth-cut",
                0,
                journal,
                List.of("its answer is past --to", "cut by --to"),
                List.of("no answer", "ended without a word", "stopped by"),
                "--to",
                "1#15");
    }

    /** The turn of the takeover is destroyed: neither it nor the damage may be lost. */
    @Test
    void aFlippedByteDoesNotLoseATakeoverInSilence() throws Exception {
        int place;
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150);
            var before = Files.readAllBytes(file());
            run.deadline();
            place = endOfWhatIsNew(before, Files.readAllBytes(file())) - 20;
            run.answered().deadlinesFor(3 * SECOND);
            stop(run);
        }
        flip(place);
        Golden.truth(
                "truth-flipped",
                3,
                journal,
                List.of(
                        "MISSING: from 1#11",
                        "damage in ",
                        "VI_1 became MASTER in the part that is missing",
                        "it was BACKUP before"),
                List.of());
    }

    private Path file() throws IOException {
        try (var files = Files.walk(journal)) {
            return files.filter(f -> f.toString().endsWith(".cq4")).findFirst().orElseThrow();
        }
    }

    private static int endOfWhatIsNew(byte[] before, byte[] after) {
        int end = Math.min(before.length, after.length);
        while (end > 0 && before[end - 1] == after[end - 1]) {
            end--;
        }
        return end;
    }

    private void flip(int place) throws IOException {
        try (var bytes = new RandomAccessFile(file().toFile(), "rw")) {
            bytes.seek(place);
            int octet = bytes.read();
            bytes.seek(place);
            bytes.write(octet ^ 0x10);
        }
    }

    @Test
    void aHoleIsShoutedBeforeAnyVerdict() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150);
            long from = run.index();
            run.pass(SECOND).unrecorded(advertLine(PEER, 150));
            run.pass(3_609_575_000L).unrecorded("DeadlineReached");
            run.gap(from).checkpoint().deadlinesFor(2 * SECOND);
        }
        Golden.truth(
                "truth-hole",
                3,
                journal,
                List.of("MISSING: from 1#", "VI_1 became MASTER in the part that is missing"),
                List.of());
    }

    /** Both are masters, and neither counts what the other says. */
    @Test
    void whoRejectedWhomSinceWhenAndWhy() throws Exception {
        try (var run = master(100)) {
            for (int i = 0; i < 4; i++) {
                run.event("AdvertRejected instance=VI_1 source=" + PEER
                                + " reason=AUTH_FAILED detail=\"the password differs\" late=0s")
                        .deadlinesFor(SECOND);
            }
            stop(run);
        }
        Golden.truth(
                "truth-rejected",
                0,
                journal,
                List.of(
                        "VI_1 rejected 4 packets of 192.168.181.133 from 2026-11-22 03:12:03.613775Z (1#",
                        "AUTH_FAILED: the password differs",
                        "while this node was MASTER",
                        "4 x AUTH_FAILED of 192.168.181.133"),
                List.of());
    }

    @Test
    void bothListsThatDifferAreTold() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.pass(SECOND)
                    .event(advertLine(PEER, 150)
                            .replace("addresses=192.168.181.100", "addresses=192.168.181.100,192.168.181.101"));
            run.adverts(2, 150);
        }
        Golden.truth(
                "truth-lists",
                0,
                journal,
                List.of(
                        "sends another list of addresses",
                        "theirs: 192.168.181.100, 192.168.181.101",
                        "ours: 192.168.181.100",
                        "only there: 192.168.181.101"),
                List.of());
    }

    /** Its own firewall drops what it sends; the other hears nothing and takes over. */
    @Test
    void anOwnSendFailureIsNotTheOthersDeafness() throws Exception {
        try (var run = master(150)) {
            run.deadlinesFor(2 * SECOND);
            for (int i = 0; i < 5; i++) {
                long heard = run.index();
                run.advert(100).deadlinesFor(SECOND / 2);
                run.event("EffectFailed effect=#" + (heard + 2)
                        + " errno=1 detail=\"sendto(224.0.0.18): Operation not permitted\"");
                run.deadlinesFor(SECOND / 2);
            }
            run.deadlinesFor(20 * SECOND);
            stop(run);
        }
        Golden.truth(
                "truth-eperm",
                0,
                journal,
                List.of("this node could not send: EPERM (firewall?), 5 times since 03:12:0"),
                List.of("the other did not hear this node"));
    }

    @Test
    void anAddressPutOnABackupByHandIsTold() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150);
            run.event("AddressSeen link=ens33 address=192.168.181.100/32 own=false")
                    .answered();
            run.adverts(2, 150);
        }
        Golden.truth(
                "truth-by-hand",
                0,
                journal,
                List.of(
                        "192.168.181.100/32 appeared on ens33",
                        "this node did not put it there",
                        "VI_1 is BACKUP",
                        "removed 192.168.181.100/32 on ens33"),
                List.of());
    }

    @Test
    void anInterfaceThatWasDeletedWasNotUnplugged() throws Exception {
        try (var run = master(100)) {
            run.deadlinesFor(SECOND);
            run.event("LinkGone link=ens33 index=2");
        }
        Golden.truth(
                "truth-deleted",
                0,
                journal,
                List.of("the interface was deleted, renamed or moved to another network namespace, not unplugged"),
                List.of());
    }

    @Test
    void aCableThatWasPulledIsToldFromALinkSetDown() throws Exception {
        try (var run = master(100)) {
            run.deadlinesFor(SECOND).linkUp(false).answered();
        }
        Golden.truth("truth-unplugged", 0, journal, List.of("it lost its carrier"), List.of("set down by an operator"));
    }

    @Test
    void aReloadIsToldWithTheFieldsThatChanged() throws Exception {
        try (var run = master(100)) {
            run.deadlinesFor(SECOND);
            run.event(EventText.print(Recording.config(140)).replace("preempt_delay=0s", "preempt_delay=5s"));
            run.deadlinesFor(SECOND);
            run.event("ConfigRefused problems=[{problem=\"line 3: priority 300 is above 255\"}]");
        }
        Golden.truth(
                "truth-reload",
                0,
                journal,
                List.of(
                        "the configuration was reloaded",
                        "VI_1 priority: 100 -> 140",
                        "VI_1 preempt_delay: 0s -> 5s",
                        "a new configuration was refused",
                        "line 3: priority 300 is above 255"),
                List.of());
    }

    /** It stood still for 5 s and sent nothing: that is why there was another. */
    @Test
    void aPauseOfTheMasterIsWhyAnotherIsThere() throws Exception {
        try (var run = master(150)) {
            run.deadlinesFor(8 * SECOND).pass(5 * SECOND).event("LoopStalled late=5s");
            run.advert(100).deadline().deadlinesFor(SECOND / 2).advert(100).deadlinesFor(5 * SECOND);
        }
        Golden.truth(
                "truth-stall-rival",
                0,
                journal,
                List.of(
                        "so: this process had stood still before: 5 s (1#",
                        "sent nothing meanwhile, and the other took over"),
                List.of("the other did not hear this node"));
    }

    @Test
    void aPauseOfTheMasterIsWhyItYields() throws Exception {
        try (var run = master(100)) {
            run.deadlinesFor(8 * SECOND).pass(5 * SECOND).event("LoopStalled late=5s");
            run.advert(100).answered();
        }
        Golden.truth(
                "truth-stall-yields",
                0,
                journal,
                List.of(
                        "this process had stood still before: 5 s (1#",
                        "two masters, it seems, for up to 5 s: 192.168.181.133 became master while this process stood still"),
                List.of("up to 13.", "an ordinary preemption"));
    }

    /** A pause that others do not notice explains nothing. */
    @Test
    void aShortPauseIsNoCause() throws Exception {
        try (var run = master(100)) {
            run.deadlinesFor(8 * SECOND).pass(3 * SECOND / 2).event("LoopStalled late=1.5s");
            run.advert(150).answered();
        }
        Golden.truth(
                "truth-short-stall", 0, journal, List.of("when it became master one node"), List.of("stood still"));
    }

    /** Its adverts between the goodbye and the takeover back may be what is missing. */
    @Test
    void aHoleMakesNoOrdinaryPreemption() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150).pass(SECOND / 2).advert(0).deadline().answered();
            long from = run.index();
            run.pass(SECOND).unrecorded(advertLine(PEER, 50));
            run.gap(from).checkpoint().deadlinesFor(4 * SECOND).advert(150).answered();
        }
        Golden.truth(
                "truth-hole-preemption",
                3,
                journal,
                List.of("what was heard of 192.168.181.133 before may be in the part that is missing"),
                List.of("ordinary preemption", "first advert since"));
    }

    /** What the master sent in the hole is not known, so it sent at least what is there. */
    @Test
    void aHoleMakesLeastOfWhatIsCounted() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150);
            run.event("AdvertRejected instance=VI_1 source=" + OTHER + " reason=CHECKSUM detail=wrong late=0s");
            long from = run.index();
            run.pass(SECOND).unrecorded(advertLine(PEER, 150));
            run.gap(from).checkpoint().adverts(2, 150).deadline().answered();
        }
        Golden.truth(
                "truth-hole-counts",
                3,
                journal,
                List.of("had sent at least 2 adverts in this mastership", "rejected at least one packet of " + OTHER),
                List.of("had sent 2 adverts", "had sent 5"));
    }

    /** The heartbeat tells the worst lateness since the one before. */
    @Test
    void aLoopThatWokeLateForSomethingElseIsTold() throws Exception {
        try (var run = master(100)) {
            run.deadlinesFor(3 * SECOND).event("Heartbeat fingerprint=0 dropped=0 late=0.088s");
            run.deadlinesFor(5 * SECOND).event("Heartbeat fingerprint=0 dropped=0 late=0.002s");
            stop(run);
        }
        Golden.truth(
                "truth-late-beat",
                0,
                journal,
                List.of("stalls of this process: 1, the longest 88 ms (1#"),
                List.of("stalls of this process: none"));
    }

    /** The sockets were asked for 1 s after the fault, and answered at once. */
    @Test
    void anAnswerIsTimedFromWhatAskedForIt() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150).pass(2 * SECOND).event("LinkGone link=ens33 index=2");
            run.pass(SECOND)
                    .event("LinkSeen link=ens33 index=7 up=true running=true loopback=false mtu=1500"
                            + " hardware=02:00:00:00:00:01")
                    .answered();
        }
        Golden.truth(
                "truth-answer",
                0,
                journal,
                List.of("opened sockets on ens33 (1#15, applied after 1.1 ms)"),
                List.of("applied after 1.001"));
    }

    private static String v3(String line) {
        return line.replace("version=V2", "version=V3");
    }

    private static String stranger(int priority) {
        return v3(advertLine(PEER, priority)).replace("addresses=192.168.181.100", "addresses=10.9.9.9");
    }

    @Test
    void aStrangerThatDoesNotHoldOurAddressIsTold() throws Exception {
        try (var run = Recording.started(journal, 100, ExplainTruthTest::v3)) {
            run.deadline().answered().deadlinesFor(SECOND).event(stranger(150)).answered();
        }
        Golden.truth(
                "truth-stranger",
                0,
                journal,
                List.of(
                        "VI_1 follows 192.168.181.133, which sends another list",
                        "they have no address in common",
                        "192.168.181.133 counts as the master and does not hold 192.168.181.100",
                        "nobody may hold it"),
                List.of());
    }

    /** A master follows nobody. */
    @Test
    void aMasterHearsAnotherListAndDoesNotFollowIt() throws Exception {
        try (var run = Recording.started(journal, 150, ExplainTruthTest::v3)) {
            run.deadline().answered().deadlinesFor(SECOND).event(stranger(100)).deadlinesFor(8 * SECOND);
        }
        Golden.truth(
                "truth-stranger-master",
                0,
                journal,
                List.of("VI_1 hears 192.168.181.133, which sends another list of addresses"),
                List.of("VI_1 follows", "counts as the master"));
    }

    /** A reload lowered the priority, and the next advert of the other was above it. */
    @Test
    void aMasterThatWasLoweredYieldsForThat() throws Exception {
        try (var run = master(150)) {
            run.deadlinesFor(SECOND).event(EventText.print(Recording.config(90)));
            run.deadlinesFor(SECOND).advert(100).answered();
        }
        Golden.truth(
                "truth-lowered",
                0,
                journal,
                List.of("ours was 150 until 1#", "because of configuration it is 90"),
                List.of());
    }
}
