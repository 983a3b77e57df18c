package io.keepsake.core.director;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.effect.Effect.Signal;
import io.keepsake.core.event.Decision;
import io.keepsake.core.value.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What follows when the real servers of one virtual server are others than a moment ago. */
final class ServerRules {
    private final VirtualServerConfig server;
    private final Notices notices;
    private final boolean initNotifies;
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();

    ServerRules(ControllerConfig config, VirtualServerConfig server) {
        this.server = server;
        notices = new Notices(config, server);
        initNotifies = config.lvs().initNotifies();
    }

    List<Decision> decisions() {
        return decisions;
    }

    List<Signal> signals() {
        return signals;
    }

    /** The first look at the real servers: who begins badly is named, and told if {@code rs_init_notifies} is on. */
    void begin(Map<Endpoint, RealView> reals) {
        reals.forEach((endpoint, real) -> {
            if (!real.alive()) {
                decisions.add(new Decision.RealServerDown(server.name(), endpoint, real.why()));
            }
            if (initNotifies) {
                signals.addAll(notices.realServer(real.config(), real.alive(), real.why()));
            }
        });
    }

    /** The real servers were {@code before} and are {@code after}. */
    void compare(Map<Endpoint, RealView> before, Map<Endpoint, RealView> after, String why) {
        before.forEach((endpoint, real) -> {
            if (!after.containsKey(endpoint)) {
                gone(endpoint, real);
            }
        });
        after.forEach((endpoint, real) -> {
            var was = before.get(endpoint);
            if (was == null) {
                came(endpoint, real);
            } else {
                changed(endpoint, was, real, why);
            }
        });
    }

    /** A real server is not configured any more. */
    void gone(Endpoint endpoint, RealView real) {
        decisions.add(new Decision.RealServerRemoved(server.name(), endpoint));
        if (real.alive()) {
            signals.addAll(notices.realServer(real.config(), false, "no longer configured"));
        }
    }

    private void came(Endpoint endpoint, RealView real) {
        decisions.add(new Decision.RealServerAdded(server.name(), endpoint, real.alive()));
        if (initNotifies) {
            signals.addAll(notices.realServer(real.config(), real.alive(), real.why()));
        }
    }

    private void changed(Endpoint endpoint, RealView was, RealView is, String why) {
        if (was.alive() != is.alive()) {
            decisions.add(
                    is.alive()
                            ? new Decision.RealServerUp(server.name(), endpoint)
                            : new Decision.RealServerDown(server.name(), endpoint, is.why()));
            signals.addAll(notices.realServer(is.config(), is.alive(), is.why()));
        }
        if (was.weight() != is.weight()) {
            decisions.add(new Decision.WeightChanged(server.name(), endpoint, was.weight(), is.weight(), why));
        }
    }

    /**
     * Whether the quorum holds now: gained at {@code quorum + hysteresis}, lost below {@code quorum - hysteresis} or when
     * nobody is left.
     */
    boolean quorum(Map<Endpoint, RealView> reals, boolean had) {
        long weight = weight(reals);
        boolean has = holds(weight, had);
        if (has != had) {
            changed(has, weight, has ? gains() : keeps(), server.sorry() != null);
            signals.addAll(notices.quorum(has, weight, has ? gains() : keeps()));
        }
        return has;
    }

    /**
     * The quorum at the beginning, which is told whether it is there or not.
     *
     * @param had whether the last run ended with it: then it need not be gained, only kept
     */
    boolean firstQuorum(Map<Endpoint, RealView> reals, boolean had) {
        long weight = weight(reals);
        boolean has = holds(weight, had);
        long needed = had && has ? keeps() : gains();
        changed(has, weight, needed, !has && server.sorry() != null);
        signals.addAll(notices.firstQuorum(has, weight, needed));
        return has;
    }

    /**
     * The quorum after it was heard late what the last run knew.
     *
     * @param has the quorum of this run
     * @param had the last run ended with it, and this run had none yet
     */
    boolean recalledQuorum(Map<Endpoint, RealView> reals, boolean has, boolean had) {
        long weight = weight(reals);
        if (has || !had || !holds(weight, true)) {
            return quorum(reals, has);
        }
        changed(true, weight, keeps(), server.sorry() != null);
        signals.addAll(notices.quorum(true, weight, keeps()));
        return true;
    }

    /** A virtual server that is no longer configured has no quorum either. */
    void goneQuorum(boolean had) {
        if (had) {
            changed(false, 0, keeps(), false);
            signals.addAll(notices.quorum(false, 0, keeps()));
        }
    }

    private void changed(boolean has, long weight, long needed, boolean sorry) {
        decisions.add(
                has
                        ? new Decision.QuorumGained(server.name(), weight, needed, sorry)
                        : new Decision.QuorumLost(server.name(), weight, needed, sorry));
    }

    private static long weight(Map<Endpoint, RealView> reals) {
        return reals.values().stream().mapToLong(RealView::counted).sum();
    }

    private boolean holds(long weight, boolean had) {
        return had ? weight > 0 && weight >= keeps() : weight >= gains();
    }

    private long gains() {
        return (long) server.quorum() + server.hysteresis();
    }

    private long keeps() {
        return (long) server.quorum() - server.hysteresis();
    }

    /** {@code omega}: the end is told as if everything went down. */
    void stop(Map<Endpoint, RealView> reals, boolean quorum) {
        if (server.omega()) {
            reals.values().stream()
                    .filter(RealView::alive)
                    .forEach(r -> signals.addAll(notices.realServer(r.config(), false, "the director stops")));
            if (quorum) {
                signals.addAll(notices.quorum(false, 0, server.quorum()));
            }
        }
    }
}
