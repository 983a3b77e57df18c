package io.keepsake.daemon.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.NotifyFifo;
import io.keepsake.core.effect.Effect.WriteFifo;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.value.Script;
import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifyFifosTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final List<Event> told = new CopyOnWriteArrayList<>();
    private final List<NotifyFifo> readers = new CopyOnWriteArrayList<>();
    private final NotifyFifos fifo = new NotifyFifos(told::add, readers::add);

    @AfterEach
    void close() {
        fifo.close();
    }

    private static NotifyFifo servers(Path path) {
        return new NotifyFifo(path.toString(), true, false, null);
    }

    private Path made() {
        var path = directory.resolve("pipe");
        fifo.configure(List.of(servers(path)));
        Await.until("the pipe", PATIENCE, () -> Files.exists(path));
        return path;
    }

    private EffectFailed awaitFailure() {
        Await.until("a failure", PATIENCE, () -> !told.isEmpty());
        return (EffectFailed) told.getFirst();
    }

    private static List<String> read(Path path, int lines) throws IOException {
        try (var reader = Files.newBufferedReader(path)) {
            return reader.lines().limit(lines).toList();
        }
    }

    @Test
    void aReaderGetsEveryLineAlsoThoseFromBeforeItCame() throws IOException {
        var path = made();
        fifo.handle(1, new WriteFifo("VS [10.0.0.1]:tcp:80 UP", false));
        fifo.handle(2, new WriteFifo("VS [10.0.0.1]:tcp:80 DOWN", false));
        assertEquals(List.of("VS [10.0.0.1]:tcp:80 UP", "VS [10.0.0.1]:tcp:80 DOWN"), read(path, 2));
        fifo.handle(3, new WriteFifo("again", false));
        assertEquals(List.of("again"), read(path, 1), "for another reader");
        assertEquals(List.of(), told);
    }

    @Test
    void aPipeThatWasMadeHereIsPrivateAndGoesAgain() throws IOException {
        var path = made();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        fifo.close();
        assertFalse(Files.exists(path));
    }

    /** Whoever makes it may be told to end meanwhile. */
    @Test
    void aPipeThatWasMadeByAnInterruptedThreadGoesToo() throws IOException {
        var path = directory.resolve("pipe");
        var file = new FifoFile(path.toString());
        Thread.currentThread().interrupt();
        try (var _ = file.open()) {
            assertTrue(Files.exists(path));
        } finally {
            assertTrue(Thread.interrupted(), "the wish to end is not forgotten");
        }
        file.removeIfOurs();
        assertFalse(Files.exists(path));
    }

    @Test
    void aPipeThatWasThereStays() throws Exception {
        var path = directory.resolve("theirs");
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
        fifo.configure(List.of(servers(path)));
        fifo.handle(1, new WriteFifo("line", false));
        assertEquals(List.of("line"), read(path, 1));
        fifo.close();
        assertTrue(Files.exists(path));
    }

    @Test
    void moreThanSomeThousandLinesWithoutAReaderAreTold() {
        made();
        IntStream.rangeClosed(1, 12_000)
                .forEach(i -> fifo.handle(i, new WriteFifo("line " + i + " ".repeat(20), false)));
        var failure = awaitFailure();
        assertEquals(105, failure.errno(), "ENOBUFS");
        assertTrue(failure.effect() > 4_096, () -> "the first that was lost: " + failure.effect());
        fifo.close();
    }

    @Test
    void neitherALinkNorAFileIsWritten() throws IOException {
        var file = Files.writeString(directory.resolve("file"), "precious");
        fifo.configure(List.of(servers(file)));
        fifo.handle(1, new WriteFifo("line", false));
        assertTrue(
                awaitFailure().detail().contains("expected a named pipe"),
                awaitFailure().detail());
        assertEquals("precious", Files.readString(file));

        var pipe = made();
        told.clear();
        var link = Files.createSymbolicLink(directory.resolve("link"), pipe);
        fifo.configure(List.of(servers(link)));
        fifo.handle(2, new WriteFifo("line", false));
        assertTrue(
                awaitFailure().detail().contains("expected a named pipe"),
                awaitFailure().detail());
        fifo.close();
        assertTrue(Files.isSymbolicLink(link), "what is not ours stays");
    }

    @Test
    void aPipeThatSomebodyTookAwayIsMadeAnew() throws IOException {
        var path = made();
        fifo.handle(1, new WriteFifo("one", false));
        assertEquals(List.of("one"), read(path, 1));
        Files.delete(path);
        fifo.handle(2, new WriteFifo("two", false));
        Await.until("the pipe", PATIENCE, () -> Files.exists(path));
        assertEquals(List.of("two"), read(path, 1));
    }

    @Test
    void eachPipeIsToldOfWhatItIsForAndItsScriptBeginsOnce() throws IOException {
        var all = directory.resolve("all");
        var instances = directory.resolve("instances");
        var script = new Script(List.of("/bin/cat"), null, null);
        var fifos = List.of(
                new NotifyFifo(all.toString(), true, true, script),
                new NotifyFifo(instances.toString(), false, true, null));
        fifo.configure(fifos);
        fifo.configure(fifos);
        Await.until("a reader", PATIENCE, () -> !readers.isEmpty());
        assertTrue(Files.exists(all), "the pipe is there before its reader");
        fifo.handle(1, new WriteFifo("VS [10.0.0.1]:tcp:80 UP", false));
        fifo.handle(2, new WriteFifo("INSTANCE \"VI_1\" MASTER 100", true));
        Await.until("both pipes", PATIENCE, () -> Files.exists(all) && Files.exists(instances));
        assertEquals(List.of("VS [10.0.0.1]:tcp:80 UP", "INSTANCE \"VI_1\" MASTER 100"), read(all, 2));
        assertEquals(List.of("INSTANCE \"VI_1\" MASTER 100"), read(instances, 1));
        assertEquals(List.of(fifos.getFirst()), readers);
    }

    /** The script of before reads to the end, and ends; the other one begins. */
    @Test
    void anotherScriptGetsThePipeAnew() throws IOException {
        var path = directory.resolve("pipe");
        var one = new NotifyFifo(path.toString(), true, false, new Script(List.of("/bin/one"), null, null));
        var other = new NotifyFifo(path.toString(), true, false, new Script(List.of("/bin/other"), null, null));
        fifo.configure(List.of(one));
        Await.until("a reader", PATIENCE, () -> readers.equals(List.of(one)));
        fifo.configure(List.of(other));
        Await.until("another reader", PATIENCE, () -> readers.equals(List.of(one, other)));
        fifo.handle(1, new WriteFifo("line", false));
        assertEquals(List.of("line"), read(path, 1));
        assertEquals(List.of(), told);
    }
}
