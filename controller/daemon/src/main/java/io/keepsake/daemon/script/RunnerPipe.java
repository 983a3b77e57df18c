package io.keepsake.daemon.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The two pipes to a {@code script-runner}, whose head says what goes through them; an empty word wakes it. */
final class RunnerPipe implements AutoCloseable {
    private final OutputStream requests;
    private final InputStream reports;
    private final boolean anyUser;

    private RunnerPipe(OutputStream requests, InputStream reports, boolean anyUser) {
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
            var builder = new ProcessBuilder("bash", "-c", program());
            var path = builder.environment().get("PATH");
            builder.environment().clear();
            builder.environment().put("PATH", path == null ? ScriptSafety.PATH : path);
            var process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().write(0);
            return new RunnerPipe(process.getOutputStream(), process.getInputStream(), false);
        };
    }

    private static String program() throws IOException {
        try (var in = RunnerPipe.class.getResourceAsStream("script-runner")) {
            if (in == null) {
                throw new IOException("script-runner is not among the resources");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Whether scripts can run as other users than this process's own. */
    boolean anyUser() {
        return anyUser;
    }

    /**
     * A script to run.
     *
     * @param number by which its report is known
     * @param variables NAME=VALUE
     * @param words the program and its arguments
     */
    record Request(long number, Account account, long timeoutNanos, List<String> variables, List<String> words) {}

    /** Hands over a request; waits while the pipe is full. */
    void send(Request request) throws IOException {
        var account = request.account();
        var text = new StringBuilder();
        word(text, request.number());
        word(text, anyUser ? Integer.toUnsignedString(account.uid()) : "-");
        word(text, Integer.toUnsignedString(account.gid()));
        word(text, account.listed() ? "init" : "clear");
        word(text, Math.max(1, request.timeoutNanos() / 10_000_000));
        word(text, request.variables().size());
        word(text, request.words().size());
        request.variables().forEach(variable -> word(text, variable));
        request.words().forEach(word -> word(text, word));
        requests.write(text.toString().getBytes(StandardCharsets.UTF_8));
        requests.flush();
    }

    private static void word(StringBuilder text, Object word) {
        text.append(word).append('\0');
    }

    InputStream reports() {
        return reports;
    }

    /** Lets the runner end, and terminate what it runs. */
    @Override
    public void close() throws IOException {
        requests.close();
    }
}
