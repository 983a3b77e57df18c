package io.keepsake.daemon.script;

import io.keepsake.core.config.ScriptRules;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.ScriptEvent.End;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.event.ScriptEvent.ScriptUnavailable;
import io.keepsake.core.value.Script;
import io.keepsake.daemon.script.Accounts.Account;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has scripts run by the process next door: of one subject one after another, of all together so many at once. Each run
 * is told once. Methods may be called from any thread and never wait for a script.
 *
 * <p>The launcher starts that process and names the two ends of its pipes in {@link #VARIABLE}. A director started without
 * it runs no scripts and says so of each.
 */
public final class ScriptRunner implements AutoCloseable {
    /** {@code IN,OUT}: the numbers of the descriptors to read reports from and to write requests to. */
    public static final String VARIABLE = "KEEPSAKE_SCRIPTS";

    private static final int RUNNING_MAX = 64;
    private static final int WAITING_MAX = 10_000;
    private static final long CENTISECOND = 10_000_000L;

    private final @Nullable OutputStream requests;
    private final Map<Long, Run> running = new HashMap<>();
    private final Map<String, Deque<Run>> waiting = new HashMap<>();
    private final Deque<Run> ready = new ArrayDeque<>();
    private int waitingCount;
    private long lastNumber;

    private record Run(
            long effect,
            String subject,
            List<String> argv,
            Account account,
            long timeoutNanos,
            long begunNanos,
            Consumer<ScriptEvent> done) {

        Run begun() {
            return new Run(effect, subject, argv, account, timeoutNanos, System.nanoTime(), done);
        }

        String command() {
            return String.join(" ", argv);
        }
    }

    private ScriptRunner(@Nullable OutputStream requests) {
        this.requests = requests;
    }

    private ScriptRunner(FileChannel requests) {
        this(Channels.newOutputStream(requests));
    }

    /** Takes up the pipes that the launcher made, if it did. */
    public static ScriptRunner open() {
        var ends = System.getenv(VARIABLE);
        if (ends == null || !ends.matches("[0-9]+,[0-9]+")) {
            return new ScriptRunner((OutputStream) null);
        }
        int comma = ends.indexOf(',');
        try {
            var reports = pipe(ends.substring(0, comma), StandardOpenOption.READ);
            var runner = new ScriptRunner(pipe(ends.substring(comma + 1), StandardOpenOption.WRITE));
            var heard = new BufferedInputStream(Channels.newInputStream(reports));
            Thread.ofPlatform().daemon().name("scripts").start(() -> runner.listen(heard));
            return runner;
        } catch (IOException gone) {
            return new ScriptRunner((OutputStream) null);
        }
    }

    /** The number may belong to anything by now, a library's file even: only a pipe is opened, and nothing is truncated. */
    private static FileChannel pipe(String number, StandardOpenOption how) throws IOException {
        var path = Path.of("/proc/self/fd", number);
        if (!Files.readSymbolicLink(path).toString().startsWith("pipe:")) {
            throw new IOException("descriptor " + number + " is no pipe");
        }
        return FileChannel.open(path, how);
    }

    /**
     * Has a script run.
     *
     * @param effect index of the effect that asks for it; 0 for none
     * @param done told once: that it ended, or that it is unavailable
     */
    public void run(
            long effect,
            String subject,
            Script script,
            List<String> arguments,
            ScriptRules rules,
            long timeoutNanos,
            Consumer<ScriptEvent> done) {
        var argv = new ArrayList<>(script.argv());
        argv.addAll(arguments);
        try {
            var account = ScriptSafety.admit(script, rules);
            take(new Run(effect, subject, List.copyOf(argv), account, timeoutNanos, 0, done));
        } catch (ScriptSafety.Unavailable e) {
            done.accept(new ScriptUnavailable(subject, String.join(" ", argv), String.valueOf(e.getMessage())));
        }
    }

    /** Why a script could not run now; null when it could. */
    public static @Nullable String defect(Script script, ScriptRules rules) {
        try {
            ScriptSafety.admit(script, rules);
            return null;
        } catch (ScriptSafety.Unavailable e) {
            return e.getMessage();
        }
    }

    private void take(Run run) {
        if (requests == null) {
            refuse(run, "nobody runs scripts for this director; start it by its launcher");
            return;
        }
        boolean full;
        synchronized (this) {
            full = waitingCount >= WAITING_MAX;
            if (!full) {
                waitingCount++;
                var line = waiting.get(run.subject());
                if (line == null) {
                    waiting.put(run.subject(), new ArrayDeque<>());
                    ready.add(run);
                } else {
                    line.add(run);
                }
                begin();
            }
        }
        if (full) {
            refuse(run, WAITING_MAX + " scripts wait already");
        }
    }

    private static void refuse(Run run, String why) {
        run.done().accept(new ScriptUnavailable(run.subject(), run.command(), why));
    }

    private synchronized void begin() {
        while (running.size() < RUNNING_MAX && !ready.isEmpty()) {
            var run = ready.removeFirst().begun();
            running.put(++lastNumber, run);
            send(lastNumber, run);
        }
    }

    /** A broken pipe needs no answer here: the reader of reports meets the same end, and tells of every run. */
    private void send(long number, Run run) {
        var variables = ScriptSafety.environment(run.account());
        var words = new ArrayList<>(List.of(
                Long.toString(number),
                Long.toString(run.account().user()),
                Long.toString(run.account().group()),
                "clear",
                Long.toString(Math.max(1, run.timeoutNanos() / CENTISECOND)),
                Integer.toString(variables.size()),
                Integer.toString(run.argv().size())));
        words.addAll(variables);
        words.addAll(run.argv());
        var bytes = new ByteArrayOutputStream();
        words.forEach(word -> {
            bytes.writeBytes(word.replace("\0", "").getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        });
        try {
            if (requests != null) {
                requests.write(bytes.toByteArray());
                requests.flush();
            }
        } catch (IOException runnerEnded) {
            return;
        }
    }

    /** The root of the thread that hears reports. */
    private void listen(InputStream reports) {
        try {
            while (true) {
                long number = Long.parseLong(word(reports));
                var end = End.valueOf(word(reports).toUpperCase(Locale.ROOT));
                int status = Integer.parseInt(word(reports));
                ended(number, end, status, word(reports));
            }
        } catch (IOException | IllegalArgumentException over) {
            abandon("the process that runs scripts has ended");
        }
    }

    private static String word(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int c = in.read(); c != 0; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            bytes.write(c);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void ended(long number, End end, int status, String output) {
        Run run;
        synchronized (this) {
            run = running.remove(number);
            if (run == null) {
                return;
            }
            next(run.subject());
            begin();
        }
        long took = System.nanoTime() - run.begunNanos();
        run.done()
                .accept(new ScriptEnded(run.effect(), run.subject(), run.command(), end, status, took, output.strip()));
    }

    private void next(String subject) {
        waitingCount--;
        var line = waiting.get(subject);
        if (line == null || line.isEmpty()) {
            waiting.remove(subject);
        } else {
            ready.add(line.removeFirst());
        }
    }

    private void abandon(String why) {
        List<Run> left;
        synchronized (this) {
            left = new ArrayList<>(running.values());
            left.addAll(ready);
            waiting.values().forEach(left::addAll);
            running.clear();
            ready.clear();
            waiting.clear();
            waitingCount = 0;
        }
        left.forEach(run -> refuse(run, why));
    }

    /** Waits for the scripts that were asked for, at most so long; those that still run are terminated. */
    public void close(long withinMillis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMillis);
        synchronized (this) {
            try {
                while (!running.isEmpty() && until - System.nanoTime() > 0) {
                    wait(10);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        close();
    }

    @Override
    public void close() {
        try {
            if (requests != null) {
                requests.close();
            }
        } catch (IOException alreadyClosed) {
            return;
        }
    }
}
