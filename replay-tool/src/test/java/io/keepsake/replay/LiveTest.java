package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --live}: a real journal, and somebody at a control socket who says that it is his. */
class LiveTest {
    @TempDir
    Path room;

    /** A director as far as it is asked where its journal is. */
    private static final class Told implements AutoCloseable {
        private final ServerSocketChannel channel;

        Told(Path socket, String answer) throws IOException {
            channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
            Thread.ofVirtual().start(() -> serve(answer));
        }

        private void serve(String answer) {
            while (channel.isOpen()) {
                try (var client = channel.accept()) {
                    var asked = ByteBuffer.allocate(8);
                    while (asked.hasRemaining() && client.read(asked) >= 0) {}
                    boolean knows = new String(asked.array(), StandardCharsets.UTF_8).equals("journal\n");
                    client.write(ByteBuffer.wrap(
                            (knows ? answer : "failed\nunknown request").getBytes(StandardCharsets.UTF_8)));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private Path journal(String name) throws Exception {
        var journal = room.resolve(name);
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150).deadline().answered();
        }
        return journal;
    }

    private Path socket() {
        return room.resolve("control.sock");
    }

    private Golden.Said live(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--live", "--control", socket().toString()));
        return Golden.replay(all.toArray(String[]::new));
    }

    private static final Map<String, List<String>> NEEDED = Map.of(
            "state", List.of("--at", "-0s"),
            "why", List.of("VI_1.role"),
            "find", List.of("BecameMaster"),
            "what-if", List.of("--set", "priority=90"),
            "diff", List.of("--at", "-1s", "--at", "-0s"),
            "export", List.of("--json", "/dev/null"));

    @Test
    void everyVerbReadsTheJournalThatTheDirectorNames() throws Exception {
        var journal = journal("journal");
        try (var _ = new Told(socket(), "ok\n" + journal + "\n")) {
            for (var verb : Replay.spec().subcommands().keySet()) {
                var words = new ArrayList<>(List.of(verb));
                words.addAll(NEEDED.getOrDefault(verb, List.of()));
                var said = live(words.toArray(String[]::new));
                assertTrue(said.code() < 2, () -> verb + ": " + said.out() + said.err());
                assertTrue(!said.out().isEmpty(), verb);
            }
            assertEquals(Golden.replay("explain", journal.toString()), live("explain"));
        }
    }

    @Test
    void directoriesBesideItAreReadToo() throws Exception {
        try (var _ = new Told(socket(), "ok\n" + journal("journal") + "\n")) {
            var said = live("timeline", "b=" + journal("other"));

            assertEquals(0, said.code(), said::err);
            assertTrue(said.out().startsWith("live: "), said::out);
            assertTrue(said.out().contains(" live:1#") && said.out().contains(" b:1#"), said::out);
        }
    }

    @Test
    void whereNoDirectorRunsItSaysWhatItLookedFor() throws Exception {
        for (var verb : List.of("explain", "timeline")) {
            var said = live(verb);
            assertEquals(2, said.code(), said::out);
            assertEquals("", said.out());
            assertTrue(
                    said.err()
                            .contains("expected a director that runs on this machine, found none: nothing is at "
                                    + socket()),
                    said::err);
        }
        Files.createFile(socket());
        assertTrue(live("explain").err().contains("no director answers at " + socket()));
    }

    @Test
    void whereNothingWasWrittenItSaysWhere() throws Exception {
        var empty = Files.createDirectory(room.resolve("empty"));
        try (var _ = new Told(socket(), "ok\n" + empty + "\n")) {
            var said = live("explain");
            assertEquals(2, said.code(), said::out);
            assertTrue(said.err().contains("writes to " + empty + ", but no journal at " + empty), said::err);
        }
    }

    /** One of an older version does not know the question. */
    @Test
    void aRefusalIsPassedOn() throws Exception {
        try (var _ = new Told(socket(), "failed\nunknown request \"journal\"\n")) {
            var said = live("explain");
            assertEquals(2, said.code(), said::out);
            assertTrue(said.err().contains("does not tell where its journal is: failed unknown request"), said::err);
        }
    }

    @Test
    void whatDoesNotGoTogetherIsSaid() throws Exception {
        var journal = journal("journal").toString();
        assertTrue(live("explain", journal).err().contains("found both; this verb reads one journal"));
        assertTrue(live("why", "VI_1.role", journal).err().contains("found both; this verb reads one journal"));
        var alone = Golden.replay("explain", "--control", socket().toString(), journal);
        assertEquals(2, alone.code());
        assertTrue(alone.err().contains("expected --live with it"), alone::err);
        var none = Golden.replay("timeline");
        assertEquals(2, none.code());
        assertTrue(none.err().contains("expected the journals, [NAME=]DIR of each node, or --live"), none::err);
    }
}
