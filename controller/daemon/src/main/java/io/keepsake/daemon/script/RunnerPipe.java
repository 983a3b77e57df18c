package io.keepsake.daemon.script;

import io.keepsake.daemon.script.RunnerWire.Report;
import io.keepsake.daemon.script.RunnerWire.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The two pipes to a {@link RunnerMain script runner}, through which goes what {@link RunnerWire} says. */
final class RunnerPipe implements AutoCloseable {
    /** A runner that dies is begun anew, but one that cannot even begin is not begun for ever. */
    private static final String AGAIN = "for try in 1 2 3 4 5; do \"$@\" && exit; sleep 1; done";

    private static final List<String> JVM = List.of(
            "-Xrs",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xss256k",
            "-Xmx24m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private final OutputStream requests;
    private final InputStream reports;
    private final boolean anyUser;

    /** @param anyUser whether scripts can run as other users than this process's own */
    RunnerPipe(OutputStream requests, InputStream reports, boolean anyUser) {
        this.requests = requests;
        this.reports = reports;
        this.anyUser = anyUser;
    }

    /** Where a runner comes from; asked once, when the first script is due. */
    interface Source {
        RunnerPipe open() throws IOException;
    }

    /**
     * The runner that the launcher made: it runs with the launcher's privileges, as any user.
     *
     * @param requests number of an inherited descriptor, to write
     * @param reports number of an inherited descriptor, to read
     */
    static Source inherited(int requests, int reports) {
        return () -> {
            var in = Channels.newInputStream(FileChannel.open(pipe(reports), StandardOpenOption.READ));
            var out = Channels.newOutputStream(FileChannel.open(pipe(requests), StandardOpenOption.WRITE));
            out.write(0);
            return new RunnerPipe(out, in, true);
        };
    }

    /** The number may belong to anything by now, a library's file even, so only a pipe is opened, and nothing truncated. */
    private static Path pipe(int number) throws IOException {
        var path = Path.of("/proc/self/fd", Integer.toString(number));
        if (!Files.exists(path) || !Files.readSymbolicLink(path).toString().startsWith("pipe:")) {
            throw new IOException("descriptor " + number + " is no pipe");
        }
        return path;
    }

    /** A runner that this process starts: with its privileges, as its user. */
    static Source own() {
        return () -> {
            var words = new ArrayList<>(List.of("sh", "-c", AGAIN, "script-runner"));
            words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            words.addAll(JVM);
            words.addAll(List.of("-cp", System.getProperty("java.class.path"), RunnerMain.class.getName()));
            var builder = new ProcessBuilder(words);
            var path = builder.environment().get("PATH");
            builder.environment().clear();
            builder.environment().put("PATH", path == null ? ScriptSafety.PATH : path);
            var process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            return new RunnerPipe(process.getOutputStream(), process.getInputStream(), false);
        };
    }

    /** Whether scripts can run as other users than this process's own. */
    boolean anyUser() {
        return anyUser;
    }

    /** Hands over a request; waits while the pipe is full. */
    void send(Request request) throws IOException {
        RunnerWire.write(requests, request);
    }

    /** Answers a {@link RunnerWire.Hello}. */
    void answer(RunnerWire.Hello hello) throws IOException {
        RunnerWire.mark(requests, hello.mark());
    }

    /** Waits for the next report; null when no runner is there any more, and none will come. */
    @Nullable Report next() throws IOException {
        return RunnerWire.report(reports);
    }

    /** Lets the runner end, and terminate what it runs. */
    @Override
    public void close() throws IOException {
        requests.close();
    }
}
