package io.keepsake.daemon.probe;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.effect.Effect.PaceCheck;
import io.keepsake.core.effect.Effect.ResumeChecks;
import io.keepsake.core.effect.Effect.SuspendChecks;
import io.keepsake.core.event.Event;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.daemon.sys.Sockets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * All health checkers. Each finished check is told as one {@code CheckPassed} or {@code CheckFailed}, each new number in a
 * file as one {@code FileRead}. Checks of TLS have a thread of their own, since one handshake takes as long as a hundred
 * plain checks; a thread begins with the first checker that needs it. Methods may be called from any thread, return at
 * once, and act in the order in which one thread calls them.
 */
public final class Prober implements AutoCloseable {
    /** A handshake that hangs keeps some 10 KB, and up to 16 KB of a record that does not end. */
    private static final int TLS_UNDER_WAY_MAX = 512;

    private final ProbeThread plain;
    private final ProbeThread tls;

    private Prober(ProbeThread plain, ProbeThread tls) {
        this.plain = plain;
        this.tls = tls;
    }

    /**
     * A prober without checkers. Nothing in this process may have used TLS before the first one is made.
     *
     * @param inbox thread-safe and quick; called on the threads of the probes
     */
    public static Prober start(Consumer<Event> inbox, MiscRunner runner) {
        return start(inbox, runner, Sockets::load);
    }

    static Prober start(Consumer<Event> inbox, MiscRunner runner, Supplier<Sockets> sockets) {
        TlsPolicy.apply();
        return new Prober(
                new ProbeThread("probe", inbox, runner, Integer.MAX_VALUE, sockets),
                new ProbeThread("probe-tls", inbox, runner, TLS_UNDER_WAY_MAX, sockets));
    }

    /**
     * From now on exactly the checkers of these virtual servers. One of the same incarnation keeps its phase, its check
     * under way and its pace, whatever its settings are now; new ones begin spread evenly over their warm-up; those that
     * are gone tell nothing more, but for what is on its way to the inbox already.
     *
     * @param incarnations of each checker; its results carry it
     */
    public void configure(List<VirtualServerConfig> servers, ToLongFunction<CheckerId> incarnations) {
        var names = servers.stream().map(VirtualServerConfig::name).collect(Collectors.toUnmodifiableSet());
        configure(plain, names, checkers(servers, incarnations, false));
        configure(tls, names, checkers(servers, incarnations, true));
    }

    private static void configure(
            ProbeThread thread, Set<VirtualServerName> servers, Map<CheckerId, Incarnation> checkers) {
        thread.offer(new ProbeOrder.Configure(servers, checkers));
        if (!checkers.isEmpty()) {
            thread.start();
        }
    }

    private static Map<CheckerId, Incarnation> checkers(
            List<VirtualServerConfig> servers, ToLongFunction<CheckerId> incarnations, boolean tls) {
        var checkers = new LinkedHashMap<CheckerId, Incarnation>();
        for (var server : servers) {
            for (var real : server.realServers()) {
                for (int i = 0; i < real.checkers().size(); i++) {
                    var config = real.checkers().get(i);
                    if (tls == (config.check() instanceof Check.Http http && http.tls())) {
                        var id = new CheckerId(server.name(), real.endpoint(), i);
                        checkers.put(id, new Incarnation(config, incarnations.applyAsLong(id)));
                    }
                }
            }
        }
        return checkers;
    }

    /** Checks at another pace from now on; one of 0 is a single check at once and leaves the pace as it is. */
    public void handle(PaceCheck pace) {
        plain.offer(new ProbeOrder.Pace(pace.checker(), pace.everyNanos()));
        tls.offer(new ProbeOrder.Pace(pace.checker(), pace.everyNanos()));
    }

    /** Ends the checks of a virtual server under way without a word, and begins no more. */
    public void handle(SuspendChecks suspend) {
        plain.offer(new ProbeOrder.Suspend(suspend.server()));
        tls.offer(new ProbeOrder.Suspend(suspend.server()));
    }

    /** Begins them again, each at its next due time. */
    public void handle(ResumeChecks resume) {
        plain.offer(new ProbeOrder.Resume(resume.server()));
        tls.offer(new ProbeOrder.Resume(resume.server()));
    }

    /** Ends every check without a word; waits at most 10 s for that. */
    @Override
    public void close() {
        plain.close();
        tls.close();
    }
}
