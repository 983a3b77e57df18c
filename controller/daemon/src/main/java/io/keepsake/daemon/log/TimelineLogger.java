package io.keepsake.daemon.log;

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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prints what an operator waits for, in the form the journal shows it, each line with its index. Whoever has something to
 * print leaves it and goes on; a thread of this prints it. A log that takes no more (a full pipe, a service that hangs)
 * costs lines, which are counted and told when it goes on, and delays nobody: neither the elections nor the journal.
 */
public final class TimelineLogger implements AutoCloseable {
    /** Lines that wait; more are lost. */
    public static final int WAITING_MAX = 8_192;

    private static final Logger LOG = LoggerFactory.getLogger("keepsake");
    private static final long IDLE_NANOS = 10_000_000;
    private static final long CLOSE_NANOS = 1_000_000_000L;

    private final BoundedQueue<Runnable> waiting = new BoundedQueue<>(WAITING_MAX);
    private final RepeatedLines repeated = new RepeatedLines();
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().daemon().name("log").unstarted(this::run);
    private volatile boolean ending;

    private enum Line {
        NONE,
        INFO,
        WARNING,
        /** A warning of which the first says all. */
        REPEATED
    }

    private TimelineLogger() {}

    public static TimelineLogger start() {
        var logger = new TimelineLogger();
        logger.thread.start();
        return logger;
    }

    /**
     * Says of a turn what is worth a line; adverts that came and went as they should are not. From any thread, without a
     * lock; never waits.
     */
    public void tell(Turn turn) {
        leave(turn.recorded().index(), turn.recorded().event());
        for (int i = 0; i < turn.decisions().size(); i++) {
            leave(turn.decisionIndex(i), turn.decisions().get(i));
        }
    }

    private void leave(long index, Event event) {
        switch (line(event)) {
            case NONE -> {}
            case INFO -> leave(() -> LOG.info("index={} {}", index, EventText.print(event)));
            case WARNING -> leave(() -> LOG.warn("index={} {}", index, EventText.print(event)));
            case REPEATED -> leave(() -> warnOnce(index, event));
        }
    }

    /** On the thread of the log. */
    private void warnOnce(long index, Event event) {
        var behind =
                repeated.behind(kind(event), event instanceof AdvertsRejected e ? e.count() : 1, System.nanoTime());
        if (behind != null) {
            LOG.warn("index={} {}{}", index, EventText.print(event), behind);
        }
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
        leave(() -> LOG.info(what));
    }

    /** As {@link #say}, and somebody should look. */
    public void warn(String what) {
        leave(() -> LOG.warn(what));
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
                    Decision.AddressTaken _ -> Line.WARNING;
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
            LOG.warn("{} lines are missing before this one: the log did not take them in time", count);
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
    }
}
