package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.text.EventText;
import io.keepsake.journal.JournalOptions;
import io.keepsake.journal.Journals;
import io.keepsake.testkit.record.RecordedCluster;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of three nodes a is stopped, b is killed, and c takes over: with other configurations. */
class WhatIfTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private static Path journals;

    @TempDir
    private Path room;

    @BeforeAll
    static void record() throws Exception {
        RecordedCluster.failovers(journals, Instant.parse("2026-11-22T03:00:00Z"), "VI_1", 40 * SECOND);
    }

    private static String[] words(String... options) {
        var words = new ArrayList<>(List.of("what-if"));
        words.addAll(List.of(options));
        words.add(journals.resolve("node-b").toString());
        words.add(journals.resolve("node-c").toString());
        return words.toArray(String[]::new);
    }

    private static Golden.Said cluster(String... options) {
        var words = new ArrayList<>(List.of(words(options)));
        words.add(1, journals.resolve("node-a").toString());
        words.add(1, "--utc");
        return Golden.replay(words.toArray(String[]::new));
    }

    /** The backup is alone with its adverts: it took over after three of them, and would after two. */
    private Path backup() throws Exception {
        var journal = room.resolve("journal");
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150).deadline().answered().deadlinesFor(5 * SECOND);
            run.advert(150).answered().adverts(4, 150);
        }
        return journal;
    }

    @Test
    void aClusterWithFasterAdvertsLosesNoTransition() throws Exception {
        Golden.check("what-if-advert-int", 0, journals.resolve("node-a"), words("--set", "advert_int=0.1"));
    }

    @Test
    void aClusterWithAnotherPriorityHasAnotherMaster() throws Exception {
        Golden.check("what-if-priority", 0, journals.resolve("node-a"), words("--set", "node-c:priority=120"));
    }

    /** What the lines say, the page has beside what was recorded. */
    @Test
    void thePageShowsTheSimulatedRolesBesideTheRecordedOnes() throws Exception {
        var file = room.resolve("what-if.html");
        var said = cluster("--set", "node-c:priority=120", "--html", file.toString());
        assertEquals(0, said.code(), said::err);
        assertTrue(said.out().endsWith("wrote " + file + "\n"), said::out);
        var told = whatIf(file);
        assertEquals(said.lines().stream().filter(l -> l.startsWith("gained ")).count(), count(told, "\"GAINED\""));
        assertEquals(said.lines().stream().filter(l -> l.startsWith("lost ")).count(), count(told, "\"LOST\""));
        assertEquals(3, count(told, "\"member\":\"node-[abc]/VI_1\",\"spans\""), told);
        assertTrue(told.contains("\"lines\":[\"changed of node-a: nothing\""), told);
        var bands = told.substring(told.indexOf("\"bands\":"));
        assertEquals(
                "NONE ,ONE node-c",
                Pattern.compile("\"(ONE|NONE|TWO)\",\"([^\"]*)\"")
                        .matcher(bands)
                        .results()
                        .map(m -> m.group(1) + " " + m.group(2))
                        .collect(Collectors.joining(",")),
                bands);
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }

    /** The object of a page's data that {@code docs/reference/export.md} does not tell: it is for the page alone. */
    private static String whatIf(Path file) throws Exception {
        var page = Files.readString(file);
        var begin = "<pre id=\"data\" hidden>";
        var packed = page.substring(page.indexOf(begin) + begin.length(), page.indexOf("</pre>"));
        try (var data = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(packed)))) {
            var text = new String(data.readAllBytes(), StandardCharsets.UTF_8);
            return text.substring(text.indexOf("\"whatIf\":"), text.indexOf(",\"incidents\":"));
        }
    }

    @Test
    void oneNodeIsAnOpenLoop() throws Exception {
        Golden.check("what-if-one-node", 0, backup(), "what-if", "--set", "down_timer_adverts=2");
    }

    /** Peers that would not have answered so are not to be believed: what follows is uncertain, what led to it is not. */
    @Test
    void oneNodeIsUncertainFromWhereItLeaves() throws Exception {
        var said = Golden.replay("what-if", "--utc", "--set", "priority=200", backup().toString());

        var left = said.lines().stream()
                .filter(l -> l.startsWith("leaves the recording"))
                .findFirst();
        var lost = said.lines().stream().filter(l -> l.startsWith("lost")).toList();
        var same = said.lines().stream().filter(l -> l.startsWith("same")).toList();
        assertTrue(left.isPresent() && left.get().contains("after journal:1#"), said::out);
        assertFalse(lost.isEmpty(), said::out);
        assertTrue(lost.stream().allMatch(l -> l.endsWith(", uncertain")), said::out);
        assertFalse(same.getFirst().endsWith(", uncertain"), said::out);
        assertTrue(said.out().contains("outage cannot be told"), said::out);
    }

    @Test
    void theSameConfigurationChangesNothing() {
        var said = cluster("--set", "down_timer_adverts=3", "--forbid-new-transitions");

        assertEquals(0, said.code(), said::out);
        assertTrue(said.out().contains("gives 7 of 7 recorded transitions and 0 others"), said::out);
        assertTrue(said.out().contains("transitions: 7 the same, 0 gained, 0 lost; uncertain 0"), said::out);
        assertTrue(said.out().contains("changed of node-a: nothing"), said::out);
        assertTrue(said.out().contains("it does nothing else than the recorded configuration"), said::out);
    }

    @Test
    void theGateClosesForNewTransitions() {
        assertEquals(0, cluster("--set", "priority=77").code());
        var closed = cluster("--set", "priority=77", "--forbid-new-transitions");
        assertEquals(1, closed.code(), closed::out);
        assertTrue(closed.lines().stream().anyMatch(l -> l.startsWith("gained ")), closed::out);
        assertEquals(
                0,
                cluster("--set", "advert_int=0.1", "--forbid-new-transitions").code());
    }

    @Test
    void itSaysTheSameEachTime() {
        assertEquals(cluster("--set", "priority=77"), cluster("--set", "priority=77"));
    }

    private Path config(int priority) throws Exception {
        return Files.writeString(room.resolve("new.conf"), """
                vrrp_instance VI_1 {
                    interface ens33
                    state BACKUP
                    virtual_router_id 51
                    priority %d
                    advert_int 1
                    virtual_ipaddress {
                        192.168.181.100/32
                    }
                }
                """.formatted(priority));
    }

    /** A file for one node says what a setting for it says. */
    @Test
    void aFileIsForOneNodeOrForAll() throws Exception {
        var one = cluster("--config", "node-c=" + config(120));
        assertEquals(0, one.code(), one::err);
        assertTrue(one.out().contains("changed of node-a: nothing"), one::out);
        assertTrue(one.out().contains("changed of node-c: VI_1 priority: 50 -> 120"), one::out);
        assertTrue(one.out().contains("gained  2026-11-22 03:00:03.54"), one::out);
        var all = cluster("--config", config(120).toString());
        assertTrue(all.out().contains("changed of node-a: VI_1 priority: 100 -> 120"), all::out);
        var both = cluster("--config", config(120).toString(), "--set", "node-a:VI_1.priority=130");
        assertTrue(both.out().contains("changed of node-a: VI_1 priority: 100 -> 130"), both::out);
        assertTrue(both.out().contains("changed of node-b: VI_1 priority: 98 -> 120"), both::out);
    }

    /** What the recording does not watch nobody can play. */
    @Test
    void whatTheRecordingDoesNotTellIsUncertain() throws Exception {
        var other = Files.writeString(
                room.resolve("other.conf"),
                Files.readString(config(100)).replace("advert_int 1", "advert_int 1\ntrack_interface {\nens99\n}"));
        var said = cluster("--config", other.toString());
        assertTrue(said.out().contains("uncertain: the recording does not watch the interface ens99"), said::out);
        assertTrue(said.out().contains("outage cannot be told: the recording does not watch"), said::out);
    }

    /** The recording's kernel opened no socket at first: neither does the simulated one. */
    @Test
    void theKernelRefusesWhatItRefused() throws Exception {
        var journal = room.resolve("refused");
        try (var run = new Recording(journal)) {
            run.event("ProcessStarted node=node-b version=0.1.0 pid=4711 boot=8d2c");
            run.event(Recording.config(100));
            run.event("KernelRead links=[{link=ens33 index=2 up=true running=true loopback=false mtu=1500"
                    + " hardware=02:00:00:00:00:01}] addresses=[{link=ens33 address=192.168.181.132/24}]");
            long join = run.state().kernel().unanswered().firstKey();
            run.pass(1_000_000).event(new EffectFailed(join, 1, "socket: errno 1"));
            run.deadlinesFor(SECOND / 2);
        }
        var said = Golden.replay("what-if", "--utc", "--set", "priority=120", journal.toString());

        assertTrue(said.out().contains("INIT -> FAULT"), said::out);
        assertTrue(said.out().contains("gives 1 of 1 recorded transitions and 0 others"), said::out);
    }

    @Test
    void whatIsMissingIsSaid() throws Exception {
        var journal = room.resolve("gap");
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150);
            long from = run.index();
            run.pass(SECOND)
                    .unrecorded(Recording.advertLine(Recording.PEER, 150))
                    .gap(from);
            run.checkpoint().adverts(1, 150).deadline().answered();
        }
        var said = Golden.replay("what-if", "--utc", "--set", "priority=90", journal.toString());

        assertEquals(3, said.code(), said::out);
        assertTrue(said.out().startsWith("MISSING in the journal of gap"), said::out);
        assertTrue(said.out().contains("uncertain: a part of the journal of gap is missing"), said::out);
    }

    @Test
    void wrongUsageSaysWhatWasExpected() throws Exception {
        wrong("expected one of priority, advert_int,", "found advert_it", "--set", "advert_it=0.1");
        wrong("expected a whole number from 1 to 255", "found 300", "--set", "priority=300");
        wrong("expected 0.01 to 40.95 in steps of 0.01 s", "found 0.123", "--set", "advert_int=0.123");
        wrong("expected on or off", "found 1", "--set", "nopreempt=1");
        wrong("expected [NODE:][NAME.]KEY=VALUE", "found no value", "--set", "priority");
        wrong("expected one of the nodes node-a, node-b, node-c", "found node-d", "--set", "node-d:priority=3");
        wrong("expected the name of one of VI_1", "found VI_2", "--set", "VI_2.priority=3");
        wrong("expected a configuration with a vrrp_script", "found nothing", "--set", "rise=3");
        wrong("expected a configuration file", "found nothing at", "--config", "/nowhere/new.conf");
        wrong("expected --config FILE or --set KEY=VALUE", "found neither");
        var broken = Files.writeString(room.resolve("broken.conf"), "vrrp_instance VI_1 {\n    priority\n}\n");
        wrong("is refused: ", "broken.conf:", "--config", broken.toString());
    }

    private static void wrong(String expected, String found, String... options) {
        var said = cluster(options);
        assertEquals(2, said.code(), said::out);
        assertEquals("", said.out());
        assertEquals(1, said.err().lines().count(), said::err);
        assertTrue(said.err().contains(expected) && said.err().contains(found), said::err);
    }

    @Test
    void aJournalWithoutAConfigurationIsRefused() throws Exception {
        var journal = room.resolve("bare");
        try (var writer = Journals.openWriter(journal, JournalOptions.of("0.1.0"));
                var run = new Recording(room.resolve("unused"))) {
            writer.append(
                    run.turn(EventText.parseEvent("ProcessStarted node=node-b version=0.1.0 pid=4711 boot=8d2c")));
        }
        var said = Golden.replay("what-if", "--set", "priority=3", journal.toString());
        assertEquals(2, said.code(), said::out);
        assertTrue(said.err().contains("bare: expected a configuration in it, found none"), said::err);
    }
}
