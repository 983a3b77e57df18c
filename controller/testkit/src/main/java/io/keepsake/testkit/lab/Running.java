package io.keepsake.testkit.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A process in the lab with its descendants. Its output goes to a file, so that a slow reader never holds it up. */
public final class Running {
    private static final long LOOK_MILLIS = 20;

    private final Guardian guardian;
    private final Process process;
    private final List<String> command;
    private final Path log;

    private Running(Guardian guardian, Process process, List<String> command, Path log) {
        this.guardian = guardian;
        this.process = process;
        this.command = List.copyOf(command);
        this.log = log;
    }

    /** Starts {@code command} behind the words {@code entering}, which replace themselves by it. */
    static Running start(
            Guardian guardian, List<String> entering, List<String> command, Map<String, String> environment, Path log) {
        var words = new ArrayList<>(entering);
        words.addAll(command);
        var builder = new ProcessBuilder(words)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("PATH", Tool.PATH);
        builder.environment().putAll(environment);
        try {
            return new Running(guardian, builder.start(), command, log);
        } catch (IOException e) {
            throw new LabException("lab: cannot start " + String.join(" ", words) + ": " + e.getMessage(), e);
        }
    }

    /** The number of the first process, the same inside and outside of the host. */
    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Sends signal {@code number} to the first process only; fails when it is gone. */
    public void signal(int number) {
        if (!alive()) {
            throw new LabException(this + " has ended with status " + process.exitValue() + ":\n" + output());
        }
        guardian.tell("kill -" + number + " " + pid());
    }

    /**
     * Crashes the whole tree: every process is stopped before the first is killed, so that none of them can notice the
     * death of another and say goodbye. Returns when the first process is gone; does nothing when it already was.
     */
    public void kill9() {
        if (alive()) {
            guardian.tell("freeze " + pid() + "; signal 9");
            awaitExit(Duration.ofSeconds(10));
        }
    }

    /** Stops the whole tree (SIGSTOP). */
    public void pause() {
        guardian.tell("freeze " + pid());
    }

    /** Lets a paused tree go on (SIGCONT). */
    public void resume() {
        guardian.tell("members=; tree " + pid() + "; signal CONT");
    }

    /** Waits for the end of the first process; its exit status, 128 plus the number when a signal ended it. */
    public int awaitExit(Duration within) {
        try {
            var patience = Patience.of(within);
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (patience.over()) {
                    throw new LabException(this + " still runs after " + patience + ":\n" + output());
                }
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while waiting for the end of " + this, e);
        }
    }

    /** What it has printed so far, stdout and stderr as they came. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new LabException("lab: cannot read " + log + ": " + e.getMessage(), e);
        }
    }

    /** Waits until the output so far has a match of {@code regex}; fails at once when the process ends without one. */
    public MatchResult awaitOutput(String regex, Duration within) {
        var pattern = Pattern.compile(regex, Pattern.MULTILINE);
        try {
            return Await.value("\"" + regex + "\" from " + this, within, () -> found(pattern));
        } catch (LabException e) {
            throw new LabException(e.getMessage() + "; it printed:\n" + output(), e);
        }
    }

    private Optional<MatchResult> found(Pattern pattern) {
        boolean ended = !alive();
        var matcher = pattern.matcher(output());
        if (matcher.find()) {
            return Optional.of(matcher.toMatchResult());
        }
        if (ended) {
            throw new LabException(
                    this + " ended with status " + process.exitValue() + " before it printed " + pattern);
        }
        return Optional.empty();
    }

    /** Waits until somebody listens for TCP on {@code port} in its namespace; fails at once when the process ends. */
    public void awaitListening(int port, Duration within) {
        var end = "%04X".formatted(port);
        Await.until(this + " to listen on port " + port, within, () -> {
            if (!alive()) {
                throw new LabException(this + " ended with status " + process.exitValue() + ":\n" + output());
            }
            return listens("tcp", end) || listens("tcp6", end);
        });
    }

    /** Whether the kernel's table has a socket in state 0A, LISTEN, at the port in hexadecimal. */
    private boolean listens(String protocol, String port) {
        try (var lines = Files.lines(Path.of("/proc/" + pid() + "/net/" + protocol))) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .anyMatch(columns -> columns[1].endsWith(":" + port) && columns[3].equals("0A"));
        } catch (IOException | UncheckedIOException e) {
            // It has ended this moment, or the kernel has no IPv6.
            return false;
        }
    }

    /** The file with the output. */
    public Path log() {
        return log;
    }

    @Override
    public String toString() {
        return String.join(" ", command) + " (process " + pid() + ")";
    }
}
