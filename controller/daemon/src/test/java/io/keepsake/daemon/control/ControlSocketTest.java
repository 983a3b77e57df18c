package io.keepsake.daemon.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.daemon.control.Requests.Peer;
import io.keepsake.daemon.control.Requests.Reply;
import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real clients, hostile ones among them. */
class ControlSocketTest {
    private static final int NOBODY = 65534;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LARGE = "x".repeat(5_000_000);

    @TempDir
    Path directory;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final List<ControlSocket> open = new ArrayList<>();

    @BeforeEach
    void closeDirectory() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void close() {
        slow.countDown();
        open.forEach(ControlSocket::close);
    }

    private Path path() {
        return directory.resolve("control.sock");
    }

    private Path listen(long patienceMillis) throws IOException {
        var patience = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        open.add(ControlSocket.open(path(), this::answer, warnings::add, patience));
        return path();
    }

    private Reply answer(String line, Peer by) {
        asked.add((by.ours() ? "" : "stranger ") + by.name() + ": " + line);
        return switch (line) {
            case "large" -> new Reply(true, LARGE);
            case "refuse" -> new Reply(false, "not today");
            case "wrong" -> throw new IllegalArgumentException("no such thing");
            case "bug" -> throw new IllegalStateException("a bug");
            case "deep" -> throw new StackOverflowError("as if");
            case "slow" -> waited();
            default -> new Reply(true, "heard " + line + "\n");
        };
    }

    private Reply waited() {
        try {
            slow.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return new Reply(true, "at last");
    }

    private static SocketChannel connect(Path path) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    private static void send(SocketChannel client, String text) throws IOException {
        client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String rest(SocketChannel client) throws IOException {
        return new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String ask(Path path, String text) throws IOException {
        try (var client = connect(path)) {
            send(client, text);
            return rest(client);
        }
    }

    @Test
    void answersOneLineAndKnowsWhoAsked() throws IOException {
        var path = listen(10_000);
        assertEquals("ok\nheard drain ä because of rain\n", ask(path, "drain ä because of rain\nand more\n"));
        assertEquals(List.of("root: drain ä because of rain"), asked);
        assertEquals("failed\nnot today\n", ask(path, "refuse\n"));
        assertEquals("failed\nno such thing\n", ask(path, "wrong\n"));
        assertTrue(ask(path, "bug\n").startsWith("failed\nthe director made a mistake"));
        assertTrue(warnings.getFirst().contains("a bug"), warnings::toString);
        assertTrue(ask(path, "deep\n").startsWith("failed\nthe director made a mistake"));
        assertEquals("ok\nheard after\n", ask(path, "after\n"));
    }

    @Test
    void aRequestMayEndWithItsConnection() throws IOException {
        try (var client = connect(listen(10_000))) {
            send(client, "stat");
            send(client, "us");
            client.shutdownOutput();
            assertEquals("ok\nheard status\n", rest(client));
        }
    }

    @Test
    void whatIsNoRequestIsRefused() throws IOException {
        var path = listen(10_000);
        assertTrue(ask(path, "a\0b\n").startsWith("failed\na request has no control characters"));
        try (var client = connect(path)) {
            send(client, "x".repeat(Conversation.REQUEST_MAX));
            assertTrue(rest(client).startsWith("failed\na request is one line of at most"));
        }
        assertEquals(List.of(), asked);
    }

    @Test
    void slowClientsAndSlowAnswersHoldUpNobody() throws IOException {
        var path = listen(60_000);
        try (var silent = connect(path);
                var half = connect(path);
                var deaf = connect(path);
                var waiting = connect(path)) {
            send(half, "sta");
            send(deaf, "large\n");
            send(waiting, "slow\n");
            Await.until("the two", PATIENCE, () -> asked.size() == 2);
            assertEquals("ok\nheard status\n", ask(path, "status\n"));
            slow.countDown();
            assertEquals("ok\nat last\n", rest(waiting));
            send(half, "tus\n");
            assertEquals("ok\nheard status\n", rest(half));
            assertEquals("ok\n" + LARGE + "\n", rest(deaf));
            assertTrue(silent.isConnected());
        }
    }

    /** As a plan of a file does whose server is gone. */
    @Test
    void answersThatHangOnFilesHoldUpNobody() throws Exception {
        var pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        open.add(ControlSocket.open(path(), (line, by) -> answered(line, by, pipe), warnings::add, Long.MAX_VALUE / 4));
        int hanging = Runtime.getRuntime().availableProcessors() + 1;
        var clients = new ArrayList<SocketChannel>();
        for (int i = 0; i < hanging; i++) {
            clients.add(connect(path()));
            send(clients.getLast(), "far\n");
        }
        try (var near = connect(path())) {
            send(near, "near\n");
            Await.until("an answer", PATIENCE, () -> asked.contains("root: near"));
            assertEquals("ok\nheard near\n", rest(near));
        } finally {
            try (var _ = new RandomAccessFile(pipe.toFile(), "rw")) {
                for (var client : clients) {
                    rest(client);
                    client.close();
                }
            }
        }
    }

    /** It opens a pipe that nobody writes to. */
    private Reply answered(String line, Peer by, Path pipe) {
        if (line.equals("far")) {
            try (var _ = Files.newInputStream(pipe)) {
                return new Reply(true, "at last");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return answer(line, by);
    }

    @Test
    void whoSaysNothingOrReadsNothingIsCutOff() throws IOException {
        var path = listen(200);
        try (var silent = connect(path);
                var deaf = connect(path)) {
            send(deaf, "large\n");
            assertEquals("", rest(silent));
            Await.until("the request", PATIENCE, () -> asked.size() == 1);
            Await.until("the end of the deaf one", PATIENCE, () -> !takes(deaf));
        }
        assertEquals("ok\nheard status\n", ask(path, "status\n"));
    }

    /** Whether there is still somebody at the other end. */
    private static boolean takes(SocketChannel client) {
        try {
            send(client, ".");
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void soManyAtOnceAndTheirPlacesAreFreeAgain() throws IOException {
        var path = listen(60_000);
        var crowd = new ArrayList<SocketChannel>();
        for (int i = 0; i < ControlSocket.CLIENTS_MAX; i++) {
            crowd.add(connect(path));
        }
        assertEquals("", ask(path, ""), "one too many is hung up on");
        for (var client : crowd) {
            client.close();
        }
        Await.until("a free place", PATIENCE, () -> answered(path));
    }

    private static boolean answered(Path path) {
        try {
            return ask(path, "status\n").startsWith("ok");
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void onlyRootMayUseItAndTheGroupOfASetgidDirectory() throws IOException {
        var path = listen(10_000);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        assertEquals(List.of("control.sock"), List.of(directory.toFile().list()), "nothing else is left");
        open.removeFirst().close();
        assertFalse(Files.exists(path), "it goes with its director");

        Files.setAttribute(directory, "unix:gid", 12);
        Files.setAttribute(directory, "unix:mode", 02750);
        listen(10_000);
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        assertEquals(12, Files.getAttribute(path, "unix:gid"));
    }

    /** Of the kernel, and so for the calling thread alone. */
    public interface Calls {
        long syscall(long number, long real, long effective, long saved);
    }

    /** One of the group may ask, and is known not to be root. */
    @Test
    void whoIsNotRootIsKnownAsThat() throws Exception {
        Files.setAttribute(directory, "unix:mode", 02750);
        var path = listen(60_000);
        boolean intel = Platform.getNativePlatform().getCPU() == Platform.CPU.X86_64;
        var nobody = Thread.ofPlatform().start(() -> {
            LibraryLoader.create(Calls.class).load("c").syscall(intel ? 117 : 147, NOBODY, NOBODY, NOBODY);
            assertTrue(answered(path));
        });
        nobody.join();
        assertEquals(List.of("stranger nobody: status"), asked);
        assertTrue(answered(path));
        assertEquals("root: status", asked.getLast());
    }

    @Test
    void aSocketThatACrashLeftIsReplacedAndALivingOneIsNot() throws IOException {
        try (var crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            crashed.bind(UnixDomainSocketAddress.of(path()));
        }
        listen(10_000);
        assertTrue(answered(path()));
        var second = assertThrows(IOException.class, () -> ControlSocket.open(path(), this::answer));
        assertTrue(String.valueOf(second.getMessage()).contains("another director answers"), second.getMessage());
        assertTrue(answered(path()));
    }

    @Test
    void whatIsNoSocketStaysAndUnsafePlacesAreRefused() throws IOException {
        Files.writeString(path(), "precious");
        assertThrows(IOException.class, () -> ControlSocket.open(path(), this::answer));
        assertEquals("precious", Files.readString(path()));
        Files.delete(path());
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        var unsafe = assertThrows(IOException.class, () -> ControlSocket.open(path(), this::answer));
        assertTrue(String.valueOf(unsafe.getMessage()).contains("nobody else may write"), unsafe.getMessage());
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(directory, "unix:uid", 1234);
        assertThrows(IOException.class, () -> ControlSocket.open(path(), this::answer));
    }
}
