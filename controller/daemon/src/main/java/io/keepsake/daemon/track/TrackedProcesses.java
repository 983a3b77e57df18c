package io.keepsake.daemon.track;

import io.keepsake.core.config.TrackProcess;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.PartFailed;
import io.keepsake.core.event.TrackEvent.TrackedProcessesCounted;
import io.keepsake.daemon.life.PartLife;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Counts the processes of {@code vrrp_track_process} on a thread of its own, by looking through {@code /proc} four times a
 * second. The kernel's connector would tell at once, but only in the host's own network namespace, and it drops what
 * comes too fast. A process is read when it is new, again while it is young, since it may become another program, and
 * then every few seconds.
 */
public final class TrackedProcesses implements AutoCloseable {
    private static final long LOOK_MILLIS = 250;

    /** A program that a process becomes is known after so many looks. */
    private static final int YOUNG_LOOKS = 8;

    /** After so many looks everything is read anew: numbers of processes are used again. */
    private static final int ANEW_LOOKS = 20;

    private final Consumer<Event> inbox;
    private final Path proc;
    private final Sleeper sleeper = new Sleeper();
    private final Thread thread;
    private final Wanted<TrackProcess> wanted = new Wanted<>();
    private final PartLife life = new PartLife();

    /** On the thread, whatever fails there. */
    private final Map<TrackProcess, Integer> told = new HashMap<>();

    /** A process, and since how many looks it is there. */
    private record Known(String name, List<String> line, int looks) {}

    private TrackedProcesses(Consumer<Event> inbox, Path proc) {
        this.inbox = inbox;
        this.proc = proc;
        this.thread = Thread.ofPlatform().name("tracked-processes").daemon().unstarted(this::run);
    }

    /**
     * Begins to count; nothing yet.
     *
     * @param inbox told of each count, from the thread that counts
     * @param proc where the kernel's list of processes is
     */
    public static TrackedProcesses start(Consumer<Event> inbox, Path proc) {
        var processes = new TrackedProcesses(inbox, proc);
        processes.thread.start();
        return processes;
    }

    /** Counts these from now on; the number of each that was not wanted just before is told. From any thread. */
    public void configure(List<TrackProcess> processes) {
        wanted.set(processes);
        sleeper.wake();
    }

    private void run() {
        life.live(
                this::count,
                (why, again) -> inbox.accept(new PartFailed("tracked processes", String.valueOf(why), again)));
    }

    private void count() throws IOException {
        Map<Integer, Known> known = Map.of();
        for (int look = 0; !life.isOver(); look++) {
            var order = wanted.take();
            var processes = order.all();
            order.forgetIn(told.keySet());
            if (!processes.isEmpty()) {
                known = look(look % ANEW_LOOKS == 0 ? Map.of() : known);
                tell(processes, known);
            }
            if (!sleeper.sleep(processes.isEmpty() ? Long.MAX_VALUE : LOOK_MILLIS)) {
                life.end();
            }
        }
    }

    private void tell(List<TrackProcess> processes, Map<Integer, Known> known) {
        for (var process : processes) {
            var command = process.command();
            int count = (int) known.values().stream()
                    .filter(one -> command.line()
                            ? ProcessMatch.lined(command, one.line())
                            : ProcessMatch.named(command, one.name()))
                    .count();
            var before = told.get(process);
            if (before == null || before != count) {
                inbox.accept(new TrackedProcessesCounted(process.name(), count));
                told.put(process, count);
            }
        }
    }

    private Map<Integer, Known> look(Map<Integer, Known> before) throws IOException {
        var now = new HashMap<Integer, Known>();
        for (int pid : pids()) {
            var there = before.get(pid);
            if (there == null || there.looks() < YOUNG_LOOKS) {
                var read = read(pid, there == null ? 0 : there.looks() + 1);
                if (!read.name().isEmpty()) {
                    now.put(pid, read);
                }
            } else {
                now.put(pid, there);
            }
        }
        return now;
    }

    private Set<Integer> pids() throws IOException {
        var pids = new HashSet<Integer>();
        try (var entries = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (var entry : entries) {
                pids.add(Integer.parseInt(entry.getFileName().toString()));
            }
        }
        return pids;
    }

    /** Without a name when it is gone by now, or is dead and not buried yet: that has no command line and runs no more. */
    private Known read(int pid, int looks) {
        var directory = proc.resolve(Integer.toString(pid));
        try {
            var name = Files.readString(directory.resolve("comm"), StandardCharsets.ISO_8859_1)
                    .strip();
            var line = Files.readString(directory.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            if (line.isEmpty() && isDead(directory)) {
                return new Known("", List.of(), looks);
            }
            return new Known(
                    name,
                    line.isEmpty() ? List.of() : Stream.of(line.split("\0", -1)).toList(),
                    looks);
        } catch (IOException _) {
            return new Known("", List.of(), looks);
        }
    }

    private static boolean isDead(Path directory) throws IOException {
        var stat = Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1);
        int behindName = stat.lastIndexOf(')') + 2;
        return behindName < stat.length() && "ZX".indexOf(stat.charAt(behindName)) >= 0;
    }

    @Override
    public void close() {
        life.end();
        sleeper.wake();
    }
}
