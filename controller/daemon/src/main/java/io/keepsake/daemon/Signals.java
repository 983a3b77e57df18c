package io.keepsake.daemon;

import io.keepsake.core.event.OperatorEvent.SignalHeard;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.daemon.loop.Inbox;
import io.keepsake.daemon.sys.Alarm;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/**
 * Signals, by keepalived's meanings. TERM and INT stop, HUP reads the configuration again. What exporters
 * send (USR1, USR2, 36, 63) must not end the process: a dump is not made, and where the JVM lets us see the signal, it
 * is recorded. USR2 belongs to the JVM itself, which survives it.
 */
final class Signals {
    private static final int JSON = 36;
    private static final int STATS_CLEAR = 63;

    /** What {@code --signum} prints, measured on keepalived 2.2.7. */
    private static final Map<String, Integer> NUMBERS =
            Map.of("STOP", 15, "RELOAD", 1, "DATA", 10, "STATS", 12, "STATS_CLEAR", STATS_CLEAR, "JSON", JSON);

    private Signals() {}

    /** The number of a signal by keepalived's name for it, or null. */
    static @Nullable Integer number(String name) {
        return NUMBERS.get(name);
    }

    /** From here on signals are events. */
    static void hear(Inbox inbox, Alarm alarm, Options options) {
        stopOn("TERM", inbox, options);
        stopOn("INT", inbox, options);
        note("HUP", "not started yet", inbox);
        note("USR1", "no dump is made; ask the journal: replay show", inbox);
        alarm.ignore(JSON, STATS_CLEAR);
    }

    /** SIGHUP from now on reads the configuration again, on the thread that takes signals. */
    static void reloadBy(Inbox inbox, Runnable reload) {
        Signal.handle(new Signal("HUP"), signal -> {
            inbox.offer(new SignalHeard(signal.getNumber(), "the configuration is read again"));
            reload.run();
        });
    }

    private static void stopOn(String name, Inbox inbox, Options options) {
        Signal.handle(
                new Signal(name),
                signal -> inbox.offer(
                        new StopRequested("SIG" + signal.getName(), options.keepIpvs(), options.keepVrrp())));
    }

    private static void note(String name, String answer, Inbox inbox) {
        Signal.handle(new Signal(name), signal -> inbox.offer(new SignalHeard(signal.getNumber(), answer)));
    }
}
