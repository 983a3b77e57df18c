package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.history.show.Clock;
import io.keepsake.journal.Journals;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the command treats who asks: times, windows, mistakes, terminals. */
class MannersTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Pattern TIME =
            Pattern.compile("(?:\\d{4}-\\d\\d-\\d\\d[T ])?\\d\\d:\\d\\d:\\d\\d\\.\\d{6}(?:Z|[+-]\\d\\d:\\d\\d)");

    @TempDir
    Path root;

    private Path journal() {
        return root.resolve("journal");
    }

    /** A failover between 03:12:00Z and 03:12:20Z, with clocks that do not keep to whole microseconds. */
    private Path failover() throws Exception {
        try (var run = Recording.started(journal(), 100)) {
            run.pass(1_234_567).adverts(3, 150).deadline().answered().deadlinesFor(10 * SECOND);
        }
        return journal();
    }

    private static Golden.Said replay(String verb, Path journal, String... options) {
        var args = new String[options.length + 2];
        args[0] = verb;
        args[1] = journal.toString();
        System.arraycopy(options, 0, args, 2, options.length);
        return Golden.replay(args);
    }

    /** 03:12:30 was not yet when the journal ended: it is still the same night, and not the one before. */
    @Test
    void fromAndToAreOfTheSameNight() throws Exception {
        var said = replay("show", failover(), "--utc", "--from", "03:12:05", "--to", "03:12:30");
        assertTrue(said.out().contains("BecameMaster"), said.out() + said.err());
        var over = replay("show", journal(), "--utc", "--from", "23:00", "--to", "03:12:05");
        assertTrue(over.out().contains("AdvertReceived") && !over.out().contains("BecameMaster"), over.out());
        var dated = replay("show", journal(), "--utc", "--from", "03:12:05", "--to", "2026-11-23");
        assertTrue(dated.out().contains("BecameMaster"), dated.out() + dated.err());
    }

    @Test
    void whatIsTheWrongWayRoundIsSaid() throws Exception {
        for (var pair : List.of(
                List.of("2026-11-22T03:12:09Z", "2026-11-22T03:12:05Z"), List.of("1#20", "1#4"), List.of("20", "4"))) {
            var said = replay("show", failover(), "--from", pair.getFirst(), "--to", pair.getLast());
            assertEquals(2, said.code(), said.out());
            assertTrue(said.err().contains("is after --to"), said.err());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Asia/Kolkata", "America/St_Johns", "+01:00"})
    void everyTimeThatIsPrintedIsAcceptedBack(String zone) throws Exception {
        failover();
        var times = new LinkedHashSet<String>();
        for (var verb : List.of(
                replay("explain", journal(), "--tz", zone),
                replay("show", journal(), "--tz", zone),
                replay("verify", journal(), "--tz", zone),
                replay("state", journal(), "--tz", zone, "--at", "-0s"))) {
            assertEquals(0, verb.code(), verb.err());
            TIME.matcher(verb.out()).results().forEach(found -> times.add(found.group()));
        }
        assertTrue(times.size() > 20, times.toString());
        for (var time : times) {
            assertEquals(0, replay("state", journal(), "--at", time).code(), time);
            var said = replay("show", journal(), "--tz", zone, "--from", time, "--to", time);
            assertEquals(0, said.code(), time + ": " + said.err());
            if (time.contains("T")) {
                assertTrue(said.out().contains(" " + time + " "), time + ": " + said.out() + said.err());
            }
        }
    }

    @Test
    void timesAreOfThisMachinesZoneUnlessItIsSaid() throws Exception {
        var wall = Instant.parse("2026-11-22T03:12:00Z");
        var here = new Clock(ZoneId.systemDefault());
        assertTrue(replay("explain", failover()).out().contains(here.dated(wall)));
        assertTrue(replay("show", journal()).out().contains(here.iso(wall)));
        assertTrue(replay("explain", journal(), "--utc").out().contains("2026-11-22 03:12:00.000000Z"));
        assertTrue(
                replay("show", journal(), "--tz", "Asia/Kolkata").out().contains("2026-11-22T08:42:00.000000+05:30"));
        assertTrue(replay("show", journal(), "--tz", "Asia/Kolkata", "--json")
                .out()
                .contains("T03:12:00.000000Z"));
    }

    @Test
    void aWindowThatHoldsNothingSaysWhatThereIs() throws Exception {
        failover();
        for (var verb : List.of("show", "explain")) {
            var said = replay(verb, journal(), "--utc", "--from", "2026-11-22T05:00Z");
            assertEquals(0, said.code());
            assertEquals("", said.out());
            assertEquals(
                    "replay: nothing is recorded in this window; the journal has run 1, 2026-11-22 03:12:00.000000Z to"
                            + " 2026-11-22 03:12:16.614097Z\n",
                    said.err());
        }
        var filtered = replay("show", journal(), "--kind", "ConfigRefused");
        assertEquals("replay: nothing of what was asked for is in this window\n", filtered.err());
        var before = replay("state", journal(), "--utc", "--at", "2026-11-22 03:11");
        assertTrue(before.out().contains("the journal has run 1, 2026-11-22 03:12:00.000000Z to"), before.out());
    }

    @Test
    void whatIsNotThereIsSaidWithAHint() throws Exception {
        failover();
        mistake("there is no such directory", "show", root.resolve("absent"));
        mistake("it is part of the journal at " + journal(), "verify", journal().resolve("run-1"));
        mistake("there is one at " + journal(), "explain", root);
        mistake(
                "expected directories run-1, run-2",
                "state",
                Files.createDirectory(root.resolve("empty")),
                "--at",
                "-5m");
        mistake("expected a directory, found a file", "show", Files.createFile(root.resolve("file")));
        for (var verb : List.of("show", "explain")) {
            mistake(
                    "nothing called VI_9 is configured in this window; there is VI_1",
                    verb,
                    journal(),
                    "--instance",
                    "VI_9");
            mistake("there is no run 9: the journal has run 1, ", verb, journal(), "--run", "9");
            mistake("there is no run 9: the journal has run 1, ", verb, journal(), "--from", "9#1");
            mistake("there is no zone Mars", verb, journal(), "--tz", "Mars");
            mistake("expected one of them", verb, journal(), "--tz", "UTC", "--utc");
            mistake("expected 2026-11-22T03:12:07Z", verb, journal(), "--from", "2026-11-31");
        }
        mistake("there is no run 9: the journal has run 1, ", "verify", journal(), "--run", "9");
        mistake("there is no run 9: the journal has run 1, ", "state", journal(), "--at", "9#1");
    }

    private static void mistake(String hint, String verb, Path journal, String... options) {
        var said = replay(verb, journal, options);
        assertEquals(2, said.code(), said.out() + said.err());
        assertEquals("", said.out());
        assertEquals(1, said.err().lines().count(), said.err());
        assertTrue(said.err().contains(hint), said.err());
    }

    @Test
    void theHelpOfEachVerbHasTwoExamplesAndItsExitCodes() {
        for (var verb : List.of("show", "verify", "explain", "state", "export")) {
            var help = Golden.replay(verb, "--help").out();
            assertTrue(
                    help.lines()
                                    .filter(line -> line.startsWith("  replay " + verb))
                                    .count()
                            >= 2,
                    help);
            assertTrue(help.contains("Exit codes: 0"), help);
        }
    }

    private String on(Terminal terminal, String verb) {
        var out = new StringWriter();
        var err = new StringWriter();
        Replay.run(
                new PrintWriter(out),
                new PrintWriter(err),
                terminal,
                verb,
                journal().toString());
        return out + err.toString();
    }

    @Test
    void onlyATerminalHasColours() throws Exception {
        failover();
        for (var verb : List.of("explain", "show")) {
            var plain = on(Terminal.NONE, verb);
            var coloured = on(new Terminal(true, false), verb);
            assertFalse(plain.contains("\u001b"), plain);
            assertTrue(coloured.contains("\u001b["), coloured);
            assertEquals(plain, coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
        }
    }

    @Test
    void longWorkTellsWhereItIsAndTakesItAway() throws Exception {
        try (var run = Recording.started(journal(), 100)) {
            run.adverts(5000, 150);
        }
        var err = new StringWriter();
        var progress = new Progress(new PrintWriter(err), "verify", 0);
        try (var reader = progress.watch(Journals.open(journal()), Clock.UTC)) {
            while (reader.next() != null) {
                assertFalse(err.toString().endsWith("\u001b[K"), "hidden while it works");
            }
        }
        assertTrue(
                err.toString().startsWith("\r\u001b[Kreplay verify: 4,096 events read, at 2026-11-22 "),
                err.toString());
        assertTrue(err.toString().endsWith("\r\u001b[K"), err.toString());
        assertEquals(
                Set.of(),
                Set.copyOf(on(Terminal.NONE, "verify")
                        .lines()
                        .filter(l -> l.contains("\r"))
                        .toList()));
    }
}
