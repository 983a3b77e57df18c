package io.keepsake.daemon.log;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.event.VrrpEvent.AdvertsRejected;
import io.keepsake.core.text.EventText;
import io.keepsake.daemon.handover.BoundedQueue;
import io.keepsake.daemon.log.LogLine.Level;
import io.keepsake.daemon.log.LogLine.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prints what an operator waits for, in the form the journal shows it, each line with its index, or in keepalived's. Whoever has something to
 * print leaves it and goes on; a thread of this prints it. A log that takes no more (a full pipe, a service that hangs)
 * costs lines, which are counted and told when it goes on, and delays nobody: neither the elections nor the journal.
 */
public final class TimelineLogger implements AutoCloseable {
    /** Lines that wait; more are lost. */
    public static final int WAITING_MAX = 8_192;

    private static final Logger LOG = LoggerFactory.getLogger("keepsake");
    private static final String MISSING = " lines are missing before this one: the log did not take them in time";
    private static final DateTimeFormatter CONSOLE_TIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy: ", Locale.ROOT);
    private static final long IDLE_NANOS = 20_000_000;
    private static final long CLOSE_NANOS = 1_000_000_000L;

    private final BoundedQueue<Runnable> waiting = new BoundedQueue<>(WAITING_MAX);
    private final RepeatedLines repeated = new RepeatedLines();
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().daemon().name("log").unstarted(this::run);
    private final Logging logging;
    private final @Nullable SystemLog system;
    private final KeepalivedLines keepalived;
    private long refused;
    private volatile boolean ending;

    /** The number of the run in the journal; 0 while it is not open. */
    private volatile long run;

    private enum Line {
        NONE,
        INFO,
        WARNING,
        /** A warning of which the first says all. */
        REPEATED
    }

    private TimelineLogger(Logging logging, Path configFile) {
        keepalived = new KeepalivedLines(configFile);
        this.logging = logging;
        var socket = logging.socket();
        system = socket == null ? null : new SystemLog(socket, logging.facility());
    }

    /**
     * Lines are taken from now on.
     *
     * @param configFile which keepalived names when it reads it
     */
    public static TimelineLogger start(Logging logging, Path configFile) {
        var logger = new TimelineLogger(logging, configFile);
        logger.thread.start();
        return logger;
    }

    /** The journal is open, and this is the number of its run: lines lead into it from now on. */
    public void opened(long number) {
        run = number;
    }

    /**
     * Says of a turn what is worth a line; adverts that came and went as they should are not. From any thread, without a
     * lock; never waits.
     *
     * @param before what was known before it, and {@code after} after it
     */
    public void tell(NodeState before, Turn turn, NodeState after) {
        if (logging.format() == Logging.Format.KEEPALIVED) {
            if (!turn.decisions().isEmpty()
                    || !turn.effects().isEmpty()
                    || isWorthALine(before, turn.recorded().event())) {
                leave(() -> likeKeepalived(before, turn, after));
            }
            return;
        }
        leave(turn.recorded().index(), turn.recorded().event());
        for (int i = 0; i < turn.decisions().size(); i++) {
            leave(turn.decisionIndex(i), turn.decisions().get(i));
        }
    }

    private static boolean isWorthALine(NodeState before, Event event) {
        return switch (line(event)) {
            case NONE ->
                event instanceof OperatorEvent.ConfigAccepted
                        || event instanceof HealthEvent.CheckPassed passed
                                && KeepalivedServerLines.isFirst(before, passed);
            case INFO, WARNING, REPEATED -> true;
        };
    }

    /** On the thread of the log. */
    private void likeKeepalived(NodeState before, Turn turn, NodeState after) {
        boolean again = line(turn.recorded().event()) == Line.REPEATED
                || turn.decisions().stream().anyMatch(decision -> line(decision) == Line.REPEATED);
        for (var line : keepalived.of(before, turn, after)) {
            var behind = again ? repeated.behind(line.text(), 1, System.nanoTime()) : "";
            if (behind != null) {
                write(line.with(behind));
            }
        }
    }

    private void leave(long index, Event event) {
        switch (line(event)) {
            case NONE -> {}
            case INFO -> leave(() -> print(Level.INFO, index, event, ""));
            case WARNING -> leave(() -> print(Level.WARNING, index, event, ""));
            case REPEATED -> leave(() -> warnOnce(index, event));
        }
    }

    private void print(Level level, long index, Event event, String behind) {
        var text = "index=" + index + " " + EventText.print(event) + behind;
        write(new LogLine(Part.DIRECTOR, level, false, text, null, 0, index));
    }

    /** On the thread of the log. */
    private void warnOnce(long index, Event event) {
        var behind =
                repeated.behind(kind(event), event instanceof AdvertsRejected e ? e.count() : 1, System.nanoTime());
        if (behind != null) {
            print(Level.WARNING, index, event, behind);
        }
    }

    /** On the thread of the log. */
    private void write(LogLine line) {
        if (line.detail() && !logging.detail()) {
            return;
        }
        if (logging.console()) {
            toConsole(line);
        }
        if (system != null) {
            toSystem(system, line);
        }
    }

    private void toConsole(LogLine line) {
        if (logging.format() == Logging.Format.KEEPALIVED) {
            System.err.println(CONSOLE_TIME.format(LocalDateTime.now(ZoneId.systemDefault())) + line.text());
            return;
        }
        switch (line.level()) {
            case INFO -> LOG.info(line.text());
            case WARNING -> LOG.warn(line.text());
        }
    }

    private void toSystem(SystemLog to, LogLine line) {
        if (refused > 0) {
            if (!to.write(of(Level.WARNING, refused + MISSING), "")) {
                refused++;
                return;
            }
            refused = 0;
        }
        if (!to.write(line, event(line))) {
            refused++;
        }
    }

    private String event(LogLine line) {
        return line.index() < 0 ? "" : run + "#" + line.index();
    }

    private static Object kind(Event event) {
        return switch (event) {
            case AdvertRejected e -> List.of(e.instance(), e.source(), e.reason());
            case AdvertsRejected e -> List.of(e.instance(), e.source(), e.reason());
            case Decision.AdvertDiscarded e -> List.of(e.instance(), e.source(), e.reason());
            default -> event;
        };
    }

    /** Something that is no event, such as what is about recording itself; as {@link #tell}. */
    public void say(String what) {
        leave(() -> write(of(Level.INFO, what)));
    }

    /** As {@link #say}, and somebody should look. */
    public void warn(String what) {
        leave(() -> write(of(Level.WARNING, what)));
    }

    private LogLine of(Level level, String what) {
        var part = logging.format() == Logging.Format.KEEPALIVED ? Part.PARENT : Part.DIRECTOR;
        return new LogLine(part, level, false, what, null, 0, -1);
    }

    /** Something that keepalived's first process says, in its form only. */
    public void sayAsKeepalived(String what, boolean detail) {
        if (logging.format() == Logging.Format.KEEPALIVED) {
            var line = LogLine.of(Part.PARENT, what);
            leave(() -> write(detail ? line.inDetail() : line));
        }
    }

    private void leave(Runnable line) {
        if (!waiting.offer(line)) {
            lost.incrementAndGet();
        }
    }

    private static Line line(Event event) {
        return switch (event) {
            case VrrpEvent.AdvertReceived _, ClockEvent.DeadlineReached _, OutcomeEvent.EffectApplied _ -> Line.NONE;
            case JournalEvent.Checkpoint _, JournalEvent.Heartbeat _ -> Line.NONE;
            case OperatorEvent.ConfigAccepted _, IpvsEvent.IpvsRead _ -> Line.NONE;
            case HealthEvent.CheckPassed _, HealthEvent.CheckFailed _, HealthEvent.FileRead _ -> Line.NONE;
            case AdvertRejected _, AdvertsRejected _ -> Line.REPEATED;
            case ClockEvent.LoopStalled _,
                    ClockEvent.DeadlineRepeated _,
                    ClockEvent.WallClockStepped _,
                    OutcomeEvent.EffectFailed _,
                    OutcomeEvent.EventsDropped _,
                    OutcomeEvent.PartFailed _,
                    JournalEvent.RecordingGap _,
                    OutcomeEvent.ProgramRefused _,
                    IpvsEvent.IpvsUnavailable _,
                    IpvsEvent.ServiceGone _,
                    IpvsEvent.DestinationSeen _,
                    IpvsEvent.DestinationGone _,
                    ScriptEvent.ScriptUnavailable _,
                    OperatorEvent.ConfigRefused _,
                    Decision.RealServerDown _,
                    Decision.QuorumLost _,
                    Decision.AddressListDiffers _,
                    Decision.AddressTaken _,
                    Decision.RoutingTaken _ -> Line.WARNING;
            case ScriptEvent.ScriptEnded ended when ended.end() == ScriptEvent.End.UNKNOWN -> Line.WARNING;
            case Decision.AdvertDiscarded discarded
            when discarded.reason() != DiscardReason.LOWER_PRIORITY -> Line.REPEATED;
            default -> Line.INFO;
        };
    }

    private void run() {
        while (true) {
            boolean last = ending;
            for (var line = waiting.poll(); line != null; line = waiting.poll()) {
                print(line);
            }
            if (last) {
                return;
            }
            LockSupport.parkNanos(IDLE_NANOS);
        }
    }

    /** The root of the thread: a line that cannot be printed is lost, and the next one is not. */
    private void print(Runnable line) {
        try {
            line.run();
            tellLost();
        } catch (RuntimeException | Error mistake) {
            lost.incrementAndGet();
        }
    }

    private void tellLost() {
        long count = lost.getAndSet(0);
        if (count > 0) {
            write(of(Level.WARNING, count + MISSING));
        }
    }

    /** Prints what waits, as far as the log takes it within a second. */
    @Override
    public void close() {
        ending = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofNanos(CLOSE_NANOS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (system != null && !thread.isAlive()) {
            system.close();
        }
    }
}
