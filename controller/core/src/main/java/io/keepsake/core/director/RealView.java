package io.keepsake.core.director;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.OperatorEvent.Drain;
import io.keepsake.core.health.CheckerState;
import io.keepsake.core.health.ServerHealth;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.VirtualServerName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real server as the quorum sees it.
 *
 * @param alive none of its checkers is bad
 * @param weight the effective one: configured, or asked for by a script, plus what files add, and 0 while drained
 * @param drained an operator wants it to take no new connections and to keep those it has
 * @param why the error of a checker that is bad; empty for none
 */
public record RealView(RealServerConfig config, boolean alive, int weight, boolean drained, String why) {
    /** The highest weight IPVS takes. */
    static final int WEIGHT_MAX = 65_535;

    /** What it adds to the weight that the quorum needs. */
    int counted() {
        return alive ? weight : 0;
    }

    /** The real servers of a virtual server in the order of the configuration. */
    public static Map<Endpoint, RealView> of(VirtualServerConfig server, ServerHealth health, List<Drain> drains) {
        var views = new LinkedHashMap<Endpoint, RealView>();
        for (int i = 0; i < server.realServers().size(); i++) {
            var real = server.realServers().get(i);
            boolean drained = drain(drains, server.name(), real.endpoint()) != null;
            int weight = drained ? 0 : weight(real, health.reals().get(i));
            views.put(real.endpoint(), new RealView(real, health.alive(i), weight, drained, health.why(i)));
        }
        return views;
    }

    private static int weight(RealServerConfig real, List<CheckerState> checkers) {
        long weight = real.weight();
        for (int i = 0; i < checkers.size(); i++) {
            long asked = checkers.get(i).asked();
            switch (real.checkers().get(i).check()) {
                case Check.Misc _ -> weight += asked == HealthEvent.NO_WEIGHT ? 0 : asked - real.weight();
                case Check.File file -> weight += asked * (file.reverse() ? -file.weight() : file.weight());
                case Check.Tcp _, Check.Http _, Check.Smtp _, Check.Dns _, Check.Udp _, Check.Ping _ -> {}
            }
        }
        return Math.clamp(weight, 0, WEIGHT_MAX);
    }

    /** The drain that covers a real server, or null. */
    static @Nullable Drain drain(List<Drain> drains, VirtualServerName server, Endpoint real) {
        for (var drain : drains) {
            var only = drain.real();
            if (drain.server().equals(server) && (only == null || only.equals(real))) {
                return drain;
            }
        }
        return null;
    }
}
