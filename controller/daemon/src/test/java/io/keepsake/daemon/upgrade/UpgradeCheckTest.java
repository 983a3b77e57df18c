package io.keepsake.daemon.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.text.EventText;
import io.keepsake.history.show.Clock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command answers to journals of a version that decided the same, or something else, or of which some is missing. */
class UpgradeCheckTest {
    @TempDir
    Path root;

    private record Said(int code, String out, String err) {
        String verdict() {
            return out.lines().toList().getLast();
        }
    }

    private static Said check(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = UpgradeCheck.run(
                List.of(words),
                Clock.UTC,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Path journal() {
        return root.resolve("journal");
    }

    private Night night() throws Exception {
        return new Night(journal());
    }

    /** The other version took the master for one of priority 151. */
    private static Turn followingAnother(Turn turn) {
        var other = "MasterFollowed instance=VI_1 master=192.0.2.2 priority=151 interval=1s";
        return new Turn(turn.recorded(), List.of((Decision) EventText.parseEvent(other)), turn.effects());
    }

    private static Turn withoutItsLastEffect(Turn turn) {
        var fewer = new ArrayList<>(turn.effects());
        fewer.removeLast();
        return new Turn(turn.recorded(), turn.decisions(), fewer);
    }

    @Test
    void theSameIsToldInOneLine() throws Exception {
        try (var night = night()) {
            night.heard(150).heartbeatOfAnotherState().checkpoint().heard(150).heard(150);
        }
        var said = check(journal().toString());
        assertEquals(0, said.code(), said.out() + said.err());
        assertEquals("""
                %s
                  run 1, version 0.0.9: 2026-11-22 03:12:00.000000Z to 2026-11-22 03:12:03.000000Z, 9 events: same
                this version, 0.1.0, decides the same as 0.0.9 did in 3 seconds, 1 run, 9 events
                """.formatted(journal()), said.out());
    }

    @Test
    void anotherDecisionIsToldWithWhatThisVersionDecides() throws Exception {
        try (var night = night()) {
            night.heard(150, UpgradeCheckTest::followingAnother).heard(150);
        }
        var said = check(journal().toString());
        assertEquals(1, said.code(), said.out());
        assertEquals("""
                %s
                  run 1, version 0.0.9: 2026-11-22 03:12:00.000000Z to 2026-11-22 03:12:02.000000Z, 6 events: differs
                    at 1#7 2026-11-22T03:12:01.000000Z AdvertReceived instance=VI_1 source=192.0.2.2 ttl=255 late=0s version=V2 vrid=51 priority=150 interval=1s auth=NONE addresses=192.0.2.100
                      recorded:     decided 1#8 MasterFollowed instance=VI_1 master=192.0.2.2 priority=151 interval=1s
                      this version: decided 1#8 MasterFollowed instance=VI_1 master=192.0.2.2 priority=150 interval=1s
                this version, 0.1.0, differs from what 0.0.9 decided, 1 time in 2 seconds, 1 run, 6 events; of 1 of them it cannot be told
                """.formatted(journal()), said.out());
    }

    @Test
    void anEffectThatIsMissingIsADifference() throws Exception {
        try (var night = night()) {
            night.due(UpgradeCheckTest::withoutItsLastEffect);
        }
        var said = check(journal().toString());
        assertEquals(1, said.code(), said.out());
        assertTrue(said.out().contains("recorded:     nothing\n      this version: effect 1#"), said.out());
    }

    /** It decides the same when it is asked; it would have asked earlier. */
    @Test
    void aTimerThatEndsSoonerIsADifference() throws Exception {
        try (var night = night()) {
            night.dueLate().dueLate();
        }
        assertEquals(0, check(journal().toString()).code(), "twice may be chance");
        try (var night = new Night(root.resolve("longer"))) {
            night.dueLate().dueLate().dueLate();
        }
        var said = check(root.resolve("longer").toString());
        assertEquals(1, said.code(), said.out());
        assertTrue(
                said.out().contains("this version: it would have acted 500 ms sooner, here and twice before\n"),
                said.out());
    }

    @Test
    void aTimerThatIsSetAnewBeforeItEndsIsADifference() throws Exception {
        try (var night = night()) {
            for (int i = 0; i < 3; i++) {
                night.heardLate().heartbeatOfAnotherState();
            }
        }
        var said = check(journal().toString());
        assertEquals(1, said.code(), said.out());
        assertTrue(said.out().contains(" Heartbeat "), said.out());
        assertTrue(said.out().contains("it would have acted 1 s sooner"), said.out());
    }

    @Test
    void standingStillIsNone() throws Exception {
        try (var night = night()) {
            for (int i = 0; i < 4; i++) {
                night.heardLate().event("LoopStalled late=1s").heartbeatOfAnotherState();
            }
            night.dueBehindAStandstill().dueBehindAStandstill().dueBehindAStandstill();
        }
        var said = check(journal().toString());
        assertEquals(0, said.code(), said.out());
    }

    /** From a checkpoint on it is compared with the recorded state again, and not with one that never was. */
    @Test
    void behindACheckpointADifferenceIsAnotherOne() throws Exception {
        try (var night = night()) {
            night.heard(150, UpgradeCheckTest::followingAnother)
                    .checkpoint()
                    .heard(150)
                    .heard(160, UpgradeCheckTest::followingAnother)
                    .checkpoint()
                    .heard(160);
        }
        var said = check(journal().toString());
        assertEquals(1, said.code());
        assertTrue(said.out().contains("    and 1 more time, each behind another checkpoint"), said.out());
        assertTrue(said.verdict().contains("differs from what 0.0.9 decided, 2 times in"), said.out());
    }

    @Test
    void whatIsOlderThanAskedForDoesNotCount() throws Exception {
        try (var night = night()) {
            night.heard(150, UpgradeCheckTest::followingAnother)
                    .days(20)
                    .checkpoint()
                    .heard(150);
        }
        assertEquals(1, check("--since", "21", journal().toString()).code());
        var said = check(journal().toString());
        assertEquals(0, said.code(), said.out());
        assertTrue(said.verdict().endsWith("in 1 second, 1 run, 2 events"), said.out());
    }

    @Test
    void whatIsMissingIsToldAndTheRestCompared() throws Exception {
        try (var night = night()) {
            night.heard(150).gap().heard(150).checkpoint().heard(150);
        }
        var said = check(journal().toString());
        assertEquals(0, said.code(), said.out());
        assertTrue(said.out().contains("  cannot be compared: 1#9: not recorded: the ring was full\n"), said.out());
        assertTrue(said.verdict().endsWith("; of 2 of them it cannot be told"), said.out());
    }

    @Test
    void whereNothingCanBeComparedNothingIsPromised() throws Exception {
        Files.createDirectories(root.resolve("journal/run-1"));
        var said = check(journal().toString());
        assertEquals(2, said.code());
        assertEquals(
                "nothing can be said of this version, 0.1.0, since of 0 recorded events none could be compared",
                said.verdict());
    }

    @Test
    void severalJournalsAreOneAnswer() throws Exception {
        try (var night = new Night(root.resolve("a"))) {
            night.heard(150);
        }
        try (var night = new Night(root.resolve("b"))) {
            night.heard(150, UpgradeCheckTest::followingAnother);
        }
        var said = check(root.resolve("a").toString(), root.resolve("b").toString());
        assertEquals(1, said.code());
        assertEquals(
                "this version, 0.1.0, differs from what 0.0.9 decided, 1 time in 1 second, 2 runs, 10 events",
                said.verdict());
    }

    @Test
    void programsGetOneDocument() throws Exception {
        try (var night = night()) {
            night.heard(150, UpgradeCheckTest::followingAnother);
        }
        var said = check("--json", journal().toString());
        assertEquals(1, said.code());
        assertEquals(1, said.out().lines().count());
        for (var part : List.of(
                "{\"verdict\":\"differs\",\"text\":\"this version, 0.1.0, differs",
                "\"version\":\"0.1.0\",\"events\":5,\"unknown\":0,\"differences\":1,\"journals\":[{\"journal\":\"",
                "\"run\":1,\"version\":\"0.0.9\",\"from\":\"2026-11-22T03:12:00.000000Z\",",
                "\"first\":{\"event\":\"1#7 2026-11-22T03:12:01.000000Z AdvertReceived",
                "\"recorded\":\"decided 1#8 MasterFollowed instance=VI_1 master=192.0.2.2 priority=151",
                "\"this_version\":\"decided 1#8 MasterFollowed instance=VI_1 master=192.0.2.2 priority=150",
                "\"losses\":0,\"first_loss\":null}]}")) {
            assertTrue(said.out().contains(part), () -> part + " is not in " + said.out());
        }
    }

    @Test
    void wrongUsageIsToldInOneLine() throws Exception {
        var file = Files.createFile(root.resolve("file")).toString();
        var empty = Files.createDirectory(root.resolve("empty")).toString();
        for (var words : List.of(
                List.of("--nonsense"),
                List.of("--since"),
                List.of("--since=0"),
                List.of("--since=soon", empty),
                List.of(root.resolve("absent").toString()),
                List.of(file),
                List.of(empty))) {
            var said = check(words.toArray(String[]::new));
            assertEquals(2, said.code(), words.toString());
            assertEquals("", said.out());
            assertEquals(1, said.err().lines().count(), said.err());
        }
        assertTrue(check("--since=soon").err().contains("--since: expected days, 1 to 36500, found soon; see"));
        assertTrue(check(file).err().contains("expected a directory, found a file; give"));
    }

    @Test
    void helpHasTwoExamples() {
        var said = check("--help");
        assertEquals(0, said.code());
        assertEquals(
                2,
                said.out()
                        .lines()
                        .filter(line -> line.startsWith("  keepsake upgrade-check"))
                        .count());
    }
}
