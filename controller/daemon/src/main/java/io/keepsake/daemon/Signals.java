package io.keepsake.daemon;

import io.keepsake.core.event.OperatorEvent.SignalHeard;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.daemon.dump.Dumps;
import io.keepsake.daemon.loop.Inbox;
import io.keepsake.daemon.sys.Alarm;
import io.keepsake.daemon.sys.BlockedSignals;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/**
 * Signals, by keepalived's meanings. TERM and INT stop, HUP reads the configuration again, and what exporters send (USR1,
 * USR2, 36, 63) has files written. The launcher starts the process with HUP ignored and the last four blocked, since the JVM has no
 * name for two of them and keeps USR2 to itself unless it is told of another; started otherwise it takes no notice of them.
 */
final class Signals {
    private static final Signal HUP = new Signal("HUP");

    /** Whether a reload was asked for that has not begun. */
    private static final AtomicBoolean RELOAD_WANTED = new AtomicBoolean();

    /** Reads the configuration again; null until the director has started. */
    private static final AtomicReference<@Nullable Runnable> RELOAD = new AtomicReference<>();

    private static final int DATA = 10;
    private static final int STATS = 12;
    private static final int JSON = 36;
    private static final int STATS_CLEAR = 63;

    /** What {@code --signum} prints, measured on keepalived 2.2.7. */
    private static final Map<String, Integer> NUMBERS =
            Map.of("STOP", 15, "RELOAD", 1, "DATA", DATA, "STATS", STATS, "STATS_CLEAR", STATS_CLEAR, "JSON", JSON);

    private Signals() {}

    /** The number of a signal by keepalived's name for it, or null. */
    static @Nullable Integer number(String name) {
        return NUMBERS.get(name);
    }

    /**
     * A SIGHUP from here on is a reload that is done after the start. Up to here it is ignored, as the launcher has it, since
     * it ends a JVM: for that this comes before the file is read.
     */
    static void keepReloads(Alarm alarm) {
        alarm.unignore(HUP.getNumber());
        Signal.handle(HUP, _ -> RELOAD_WANTED.set(true));
    }

    /** From here on signals are events. */
    static void hear(Inbox inbox, Alarm alarm, Options options) {
        stopOn("TERM", inbox, options);
        stopOn("INT", inbox, options);
        Signal.handle(HUP, signal -> {
            RELOAD_WANTED.set(true);
            var reload = RELOAD.get();
            var answer = "the configuration is read again" + (reload == null ? " when this has started" : "");
            inbox.offer(new SignalHeard(signal.getNumber(), answer));
            if (reload != null && RELOAD_WANTED.getAndSet(false)) {
                reload.run();
            }
        });
        // one that is blocked waits all the same
        alarm.ignore(DATA, JSON, STATS_CLEAR);
    }

    /**
     * SIGHUP from now on reads the configuration again, on the thread that takes signals; one that came before does so
     * now, since what was read may be older.
     */
    static void reloadBy(Runnable reload) {
        RELOAD.set(reload);
        if (RELOAD_WANTED.get()) {
            Signal.raise(HUP);
        }
    }

    /** The other signals write dumps from now on, on a thread of their own. */
    static void dumpBy(Inbox inbox, Dumps dumps) {
        BlockedSignals.hear(
                signal -> inbox.offer(new SignalHeard(signal, dump(signal, dumps))), DATA, STATS, JSON, STATS_CLEAR);
    }

    /** What goes wrong costs this dump, and the next signal is heard. */
    private static String dump(int signal, Dumps dumps) {
        try {
            return switch (signal) {
                case DATA -> dumps.data();
                case JSON -> dumps.json();
                case STATS_CLEAR -> dumps.statsAndClear();
                default -> dumps.stats();
            };
        } catch (RuntimeException | OutOfMemoryError e) {
            return "no dump is written: " + e;
        }
    }

    private static void stopOn(String name, Inbox inbox, Options options) {
        Signal.handle(
                new Signal(name),
                signal -> inbox.offer(
                        new StopRequested("SIG" + signal.getName(), options.keepIpvs(), options.keepVrrp())));
    }
}
