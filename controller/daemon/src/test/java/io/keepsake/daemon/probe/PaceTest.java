package io.keepsake.daemon.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.ProbeTarget;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.effect.Effect.PaceCheck;
import io.keepsake.core.effect.Effect.ResumeChecks;
import io.keepsake.core.effect.Effect.SuspendChecks;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Patience;
import io.keepsake.testkit.lab.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** When checks begin. Real time is measured, so an attempt is repeated when the machine itself stood still meanwhile. */
@Isolated("measures")
final class PaceTest {
    private static final Check.Tcp TCP = new Check.Tcp();
    private static final long MILLI = Probing.MILLI;
    private static final int ATTEMPTS = 4;
    private static final Duration STALL = Duration.ofMillis(20);

    /** Due times are exact up to what lies between a check's end and our hearing of it. */
    private static long exact() {
        return Patience.scaled(Duration.ofMillis(15)).toNanos();
    }

    private interface Body {
        void run(ScriptedServer server, Probing probing) throws Exception;
    }

    private static void measured(Body body) throws Exception {
        Retry.onMachineStall(ATTEMPTS, STALL, () -> {
            try (var server = ScriptedServer.silent();
                    var probing = new Probing()) {
                body.run(server, probing);
            }
        });
    }

    private static CheckerConfig every(ScriptedServer server, long delay, long warmup) {
        return Probing.checker(TCP, Probing.local(server.port()), Probing.SECOND, delay, warmup);
    }

    /** Not the same checker as {@link #every}: it comes from another address. */
    private static CheckerConfig otherwise(ScriptedServer server, long delay) {
        var target = Probing.local(server.port());
        var from = new ProbeTarget(target.remote(), target.remote().ip(), 0, null, 0);
        return Probing.checker(TCP, from, Probing.SECOND, delay, 0);
    }

    private static void passTime(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Await.until("time to pass", time.plusSeconds(10), () -> System.nanoTime() - end >= 0);
    }

    /** How far {@code nanos} is from a multiple of {@code period}. */
    private static long offBeat(long nanos, long period) {
        long rest = Math.floorMod(nanos, period);
        return Math.min(rest, period - rest);
    }

    @Test
    void aThousandCheckersBeginEvenlySpreadOverTheirWarmUp() throws Exception {
        measured((server, probing) -> {
            probing.configure(Collections.nCopies(1_000, every(server, 60 * Probing.SECOND, Probing.SECOND)));
            var first = Probing.due(probing.of(0, 1).getFirst());
            for (int i = 0; i < 1_000; i++) {
                long phase = Probing.due(probing.of(i, 1).getFirst()) - first;
                assertTrue(Math.abs(phase - i * MILLI) < exact(), "checker " + i + " was due after " + phase + " ns");
            }
            assertFullestTenth(probing);
        });
    }

    /** What a tenth of a second holds at most is near a tenth of all. */
    private static void assertFullestTenth(Probing probing) {
        var begun = probing.told.stream().map(Probing::begun).sorted().toList();
        int fullest = 0;
        for (int i = 0, j = 0; i < begun.size(); i++) {
            while (begun.get(i) - begun.get(j) > 100 * MILLI) {
                j++;
            }
            fullest = Math.max(fullest, i - j + 1);
        }
        assertTrue(fullest <= 130, fullest + " checks began within 100 ms");
    }

    @Test
    void withoutWarmUpAllBeginAtOnce() throws Exception {
        measured((server, probing) -> {
            probing.configure(Collections.nCopies(20, every(server, 60 * Probing.SECOND, 0)));
            long first = Probing.due(probing.of(0, 1).getFirst());
            for (int i = 0; i < 20; i++) {
                assertTrue(Math.abs(Probing.due(probing.of(i, 1).getFirst()) - first) < exact());
            }
        });
    }

    @Test
    void periodsDoNotDrift() throws Exception {
        measured((server, probing) -> {
            probing.configure(every(server, 50 * MILLI, 0));
            var told = probing.of(0, 30);
            for (int i = 0; i < 30; i++) {
                long due = Probing.due(told.get(i)) - Probing.due(told.getFirst());
                assertTrue(Math.abs(due - i * (50 * MILLI)) < exact(), "check " + i + " was due after " + due + " ns");
            }
        });
    }

    /** A check of 120 ms at 50 ms: the next begins at the third due time, on the beat, and never two at once. */
    @Test
    void aCheckStillRunningIsNotDoubledAndKeepsItsPhase() throws Exception {
        Retry.onMachineStall(ATTEMPTS, STALL, () -> {
            try (var server = ScriptedServer.neverAccepting();
                    var probing = new Probing()) {
                probing.configure(Probing.checker(TCP, Probing.local(server.port()), 120 * MILLI, 50 * MILLI, 0));
                var told = probing.of(0, 6);
                for (int i = 1; i < 6; i++) {
                    long since = told.get(i).at() - told.get(i - 1).at();
                    assertTrue(Math.abs(since - 150 * MILLI) < exact(), "after " + since + " ns");
                }
            }
        });
    }

    @Test
    void aPaceCountsFromTheDueTimeOfTheLastCheck() throws Exception {
        measured((server, probing) -> {
            probing.configure(every(server, 10 * Probing.SECOND, 0));
            long due = Probing.due(probing.of(0, 1).getFirst());
            passTime(Duration.ofMillis(30));
            probing.prober.handle(new PaceCheck(Probing.id(0), 70 * MILLI));
            var told = probing.of(0, 5);
            for (int i = 1; i < 5; i++) {
                long since = Probing.due(told.get(i)) - due;
                assertTrue(
                        Math.abs(since - i * (70 * MILLI)) < exact(), "check " + i + " was due after " + since + " ns");
            }
        });
    }

    @Test
    void aPaceWhoseTimeIsOverWaitsForItsNextBeat() throws Exception {
        measured((server, probing) -> {
            probing.configure(every(server, 10 * Probing.SECOND, 0));
            long due = Probing.due(probing.of(0, 1).getFirst());
            passTime(Duration.ofMillis(100));
            probing.prober.handle(new PaceCheck(Probing.id(0), 80 * MILLI));
            long since = Probing.due(probing.of(0, 2).get(1)) - due;
            assertTrue(Math.abs(since - 160 * MILLI) < exact(), "due after " + since + " ns");
        });
    }

    @Test
    void aPaceOfNothingIsOneCheckAtOnce() throws Exception {
        measured((server, probing) -> {
            probing.configure(every(server, 200 * MILLI, 0));
            probing.of(0, 1);
            long asked = System.nanoTime();
            probing.prober.handle(new PaceCheck(Probing.id(0), 0));
            var told = probing.of(0, 4);
            long atOnce = Probing.due(told.get(1));
            assertTrue(Math.abs(atOnce - asked) < exact(), "due after " + (atOnce - asked) + " ns");
            for (int i = 2; i < 4; i++) {
                long since = Probing.due(told.get(i)) - atOnce;
                assertTrue(Math.abs(since - (i - 1) * (200 * MILLI)) < exact(), "due after " + since + " ns");
            }
        });
    }

    @Test
    void aReloadKeepsPhaseAndPaceOfTheSameChecker() throws Exception {
        measured((server, probing) -> {
            var same = every(server, 90 * MILLI, 0);
            probing.configure(same, every(server, 10 * Probing.SECOND, 0));
            probing.prober.handle(new PaceCheck(Probing.id(0), 60 * MILLI));
            probing.of(0, 3);
            var otherSettings = every(server, 10 * Probing.SECOND, 0);
            var another = otherwise(server, 11 * Probing.SECOND);
            probing.configure(otherSettings, another, every(server, 12 * Probing.SECOND, 0));
            probing.configure(otherSettings, another);
            int heard = probing.of(0).size();
            var told = probing.of(0, heard + 4);
            for (int i = heard; i < heard + 4; i++) {
                long step = Probing.due(told.get(i)) - Probing.due(told.get(i - 1));
                assertTrue(Math.abs(step - 60 * MILLI) < exact(), "due after " + step + " ns");
            }
            assertEquals(2, probing.of(1, 2).size(), "another one begins anew, and once");
            assertEquals(
                    List.of(1L, 2L),
                    probing.of(1).stream().map(t -> t.event().incarnation()).toList());
        });
    }

    @Test
    void aReloadKeepsAConnectionInProgress() throws Exception {
        try (var server = ScriptedServer.neverAccepting();
                var probing = new Probing()) {
            var slow = Probing.checker(TCP, Probing.local(server.port()), 200 * MILLI, 10 * Probing.SECOND, 0);
            var other = Probing.checker(TCP, Probing.local(server.port()), 60 * MILLI, 10 * Probing.SECOND, 0);
            probing.configure(slow, other);
            probing.of(1, 1);
            assertEquals(0, probing.of(0).size());
            probing.configure(slow);
            assertEquals(
                    "TIMEOUT timed out after 0.2 s: no connection",
                    Probing.text(probing.of(0, 1).getFirst().event()));
        }
    }

    @Test
    void whatIsRemovedTellsNothingMore() throws Exception {
        try (var server = ScriptedServer.neverAccepting();
                var probing = new Probing()) {
            var gone = Probing.checker(TCP, Probing.local(server.port()), 100 * MILLI, 10 * Probing.SECOND, 0);
            var stays = Probing.checker(TCP, Probing.local(server.port()), 250 * MILLI, 10 * Probing.SECOND, 0);
            probing.configure(stays, gone);
            probing.configure(stays);
            probing.of(0, 1);
            assertEquals(List.of(), probing.of(1));
        }
    }

    @Test
    void aSuspendedVirtualServerIsNotCheckedAndGoesOnInItsPhase() throws Exception {
        measured((server, probing) -> {
            probing.configure(every(server, 50 * MILLI, 0));
            long due = Probing.due(probing.of(0, 2).getFirst());
            probing.prober.handle(new SuspendChecks(Probing.SERVER));
            passTime(Duration.ofMillis(20));
            int before = probing.of(0).size();
            passTime(Duration.ofMillis(200));
            assertEquals(before, probing.of(0).size());
            probing.prober.handle(new ResumeChecks(Probing.SERVER));
            long again = Probing.due(probing.of(0, before + 1).get(before)) - due;
            assertTrue(offBeat(again, 50 * MILLI) < exact(), "off by " + offBeat(again, 50 * MILLI) + " ns");
        });
    }

    @Test
    void aCheckUnderWayEndsWithoutAWordWhenSuspended() throws Exception {
        try (var server = ScriptedServer.neverAccepting();
                var probing = new Probing()) {
            probing.configure(Probing.checker(TCP, Probing.local(server.port()), 100 * MILLI, 10 * Probing.SECOND, 0));
            passTime(Duration.ofMillis(40));
            probing.prober.handle(new SuspendChecks(Probing.SERVER));
            passTime(Duration.ofMillis(150));
            assertEquals(List.of(), probing.told);
        }
    }

    @Test
    void suspendedBeforeItIsConfiguredAndAfterAReload() throws Exception {
        try (var server = ScriptedServer.silent();
                var probing = new Probing()) {
            probing.prober.handle(new SuspendChecks(Probing.SERVER));
            probing.configure(every(server, 10 * MILLI, 0));
            probing.configure(every(server, 11 * MILLI, 0));
            passTime(Duration.ofMillis(150));
            assertEquals(List.of(), probing.told);
            probing.prober.handle(new ResumeChecks(Probing.SERVER));
            probing.of(0, 3);
        }
    }

    /** As long as it is configured: the rules say it once, and a checker may be added to it much later. */
    @Test
    void aServerThatHasLostAndGotItsCheckersIsSuspendedStillAndAnotherOfItsNameIsNot() throws Exception {
        try (var server = ScriptedServer.silent();
                var probing = new Probing()) {
            var checks = List.of(every(server, 10 * MILLI, 0));
            var beat = Probing.server(new VirtualServerName("tcp:192.168.181.100:81"), checks);
            var with = Probing.server(Probing.SERVER, checks);
            var without = Probing.server(Probing.SERVER, List.of());
            probing.prober.handle(new SuspendChecks(Probing.SERVER));
            probing.prober.configure(List.of(with, beat), _ -> 1);
            probing.prober.configure(List.of(without, beat), _ -> 1);
            probing.prober.configure(List.of(with, beat), _ -> 2);
            Await.until("checks of the other", Probing.PATIENCE, () -> of(probing, beat) >= 5);
            assertEquals(0, of(probing, with));
            probing.prober.configure(List.of(beat), _ -> 3);
            probing.prober.configure(List.of(with, beat), _ -> 4);
            Await.until("checks of the new one", Probing.PATIENCE, () -> of(probing, with) > 0);
        }
    }

    private static long of(Probing probing, VirtualServerConfig server) {
        return probing.told.stream()
                .filter(told -> told.event() instanceof HealthEvent.CheckPassed passed
                        && passed.checker().server().equals(server.name()))
                .count();
    }

    /** After a standstill of the thread of several periods, nothing is made up for, and the beat is kept. */
    @Test
    void afterAStandstillTheBeatGoesOn() throws Exception {
        try (var server = ScriptedServer.silent()) {
            var told = new ArrayList<Probing.Told>();
            var inbox = new Object() {
                void hear(Event event) {
                    synchronized (told) {
                        told.add(new Probing.Told(System.nanoTime(), (HealthEvent) event));
                        if (told.size() == 2) {
                            passTime(Duration.ofMillis(330));
                        }
                    }
                }
            };
            try (var prober = Prober.start(inbox::hear, (_, _, _, _) -> {})) {
                prober.configure(
                        List.of(Probing.server(Probing.SERVER, List.of(every(server, 100 * MILLI, 0)))), _ -> 1);
                Await.until("six checks", Duration.ofSeconds(10), () -> {
                    synchronized (told) {
                        return told.size() >= 6;
                    }
                });
            }
            var late = told.stream()
                    .map(one -> Probing.timing(one.event()).lateNanos())
                    .toList();
            assertFalse(late.stream().anyMatch(nanos -> nanos >= 100 * MILLI), "lateness " + late);
            for (var one : told) {
                long off = offBeat(Probing.due(one) - Probing.due(told.getFirst()), 100 * MILLI);
                assertTrue(off < 2 * exact(), "off the beat by " + off + " ns");
            }
        }
    }
}
