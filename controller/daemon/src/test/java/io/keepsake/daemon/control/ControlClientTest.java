package io.keepsake.daemon.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.daemon.control.Requests.Peer;
import io.keepsake.daemon.control.Requests.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlClientTest {
    private static final String LARGE = "x".repeat(5_000_000);

    @TempDir
    Path directory;

    private final CountDownLatch slow = new CountDownLatch(1);

    @BeforeEach
    void closeDirectory() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void release() {
        slow.countDown();
    }

    private Path path() {
        return directory.resolve("control.sock");
    }

    private Reply answer(String line, Peer by) {
        return switch (line) {
            case "large" -> new Reply(true, LARGE);
            case "refuse" -> new Reply(false, "not today");
            case "slow" -> waited();
            default -> new Reply(true, by.name() + " asks " + line);
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

    private record Printed(int code, String out, String err) {}

    private static Printed client(Path path, String request, long patienceSeconds) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = ControlClient.ask(
                path,
                request,
                patienceSeconds,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Printed(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theClientPrintsAndEndsByTheAnswer() throws IOException {
        assertEquals(ControlClient.NOBODY, client(path(), "status", 30).code());
        try (var _ = ControlSocket.open(path(), this::answer)) {
            asked(path());
        }
    }

    private static void asked(Path path) {
        assertEquals(new Printed(0, "root asks status json\n", ""), client(path, "status json", 30));
        assertEquals(new Printed(0, LARGE + "\n", ""), client(path, "large", 30));
        assertEquals(new Printed(ControlClient.REFUSED, "", "not today\n"), client(path, "refuse", 30));
        assertEquals(new Printed(0, "root asks drain two lines\n", ""), client(path, "drain two\nlines", 30));
        assertEquals(ControlClient.NO_ANSWER, client(path, "slow", 1).code());
    }
}
