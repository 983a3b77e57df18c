package io.keepsake.web.metrics;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.value.Role;
import io.keepsake.web.follow.Nodes;
import io.keepsake.web.index.Follower;
import io.keepsake.web.index.Lane;
import io.keepsake.web.index.Roles;
import io.keepsake.web.index.RunIndex;
import io.keepsake.web.index.Series;
import io.keepsake.web.state.Liveness;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One round of the metrics of one node. A director that is not alive is not up, and nothing is said of its instances. */
final class NodeMetrics {
    private static final Series.Entry NONE = new Series.Entry(0, 0, Lane.UNKNOWN);
    private static final String STATE =
            "State of the instance: 0 INIT, 1 BACKUP, 2 MASTER, 3 FAULT; one series a virtual address";

    private final Meters out;
    private final Nodes nodes;
    private final Follower follower;
    private final Tally tally;
    private final Liveness liveness;
    private final boolean up;
    private final OwnMetrics own;
    private final MasterTimes times;

    NodeMetrics(Meters out, Nodes nodes, Follower follower, Tally tally, Duration stale, MasterTimes times) {
        this.out = out;
        this.times = times;
        this.own = new OwnMetrics(out, tally);
        this.nodes = nodes;
        this.follower = follower;
        this.tally = tally;
        this.liveness = Liveness.of(follower, Nodes.now(), stale);
        this.up = liveness.status() == Liveness.Status.ALIVE;
    }

    void mehdy() {
        out.gauge("keepalived_up", "Whether the director is alive and records", up ? 1 : 0);
        follower.node().read(runs -> {
            var run = last(runs);
            if (up && run != null) {
                instances(run).forEach(instance -> mehdy(run, instance));
                tally.scripts().forEach((name, status) -> {
                    out.gauge("keepalived_script_status", "0 BAD, 1 GOOD", status, "name", name);
                    out.gauge("keepalived_script_state", "0 idle, 1 running", 0, "name", name);
                });
                own.present(run);
            }
            return out;
        });
        own.always(follower, liveness);
        new ClusterMetrics(nodes, follower.node().name(), out, times).write();
    }

    void gen2brain() {
        out.gauge("keepalived_up", "Whether the director is alive and records", up ? 1 : 0);
        follower.node().read(runs -> {
            var run = last(runs);
            if (up && run != null) {
                instances(run).forEach(instance -> gen2brain(run, instance));
            }
            return out;
        });
    }

    private static @Nullable RunIndex last(List<RunIndex> runs) {
        return runs.isEmpty() || runs.getLast().first() < 0 ? null : runs.getLast();
    }

    private static List<InstanceConfig> instances(RunIndex run) {
        var config = run.config();
        return config == null ? List.of() : config.instances();
    }

    private static Series.Entry role(RunIndex run, InstanceConfig instance) {
        var series = run.lane(new Lane(Lane.Kind.ROLE, instance.name().value(), ""));
        return series == null ? NONE : series.last(NONE);
    }

    private static Role role(Series.Entry entry) {
        return entry.code() == Lane.UNKNOWN ? Role.INIT : Roles.of(entry.code());
    }

    private void mehdy(RunIndex run, InstanceConfig instance) {
        var name = instance.name().value();
        var link = instance.link().value();
        var vrid = instance.vrid().toString();
        int state = Roles.code(role(role(run, instance)));
        state("keepalived_vrrp_state", instance.addresses(), state, name, link, vrid);
        if (!instance.excluded().isEmpty()) {
            state("keepalived_vrrp_excluded_state", instance.excluded(), state, name, link, vrid);
        }
        for (var counter : Counter.values()) {
            out.counter(
                    "keepalived_" + counter.mehdy(),
                    counter.help(),
                    (double) tally.count(name, counter),
                    "iname",
                    name,
                    "intf",
                    link,
                    "vrid",
                    vrid);
        }
        out.counter(
                "keepalived_gratuitous_arp_delay",
                "The configured garp_master_delay in seconds; a counter for the sake of old dashboards only",
                instance.garp().delayNanos() / 1e9,
                "iname",
                name,
                "intf",
                link,
                "vrid",
                vrid);
    }

    private void state(
            String metric, List<VirtualAddress> addresses, int state, String name, String link, String vrid) {
        if (addresses.isEmpty()) {
            out.gauge(metric, STATE, state, "iname", name, "intf", link, "vrid", vrid, "ip_address", "");
        }
        for (var address : addresses) {
            var device = address.link().value();
            var ip = plain(address.address().toString());
            out.gauge(metric, STATE, state, "iname", name, "intf", device, "vrid", vrid, "ip_address", ip);
        }
    }

    /** Keepalived writes the length of a prefix only where it is not that of one address. */
    private static String plain(String address) {
        boolean one = address.endsWith(address.indexOf(':') < 0 ? "/32" : "/128");
        return one ? address.substring(0, address.indexOf('/')) : address;
    }

    private void gen2brain(RunIndex run, InstanceConfig instance) {
        var name = instance.name().value();
        var state = role(role(run, instance)).name();
        for (var counter : Counter.values()) {
            out.gauge(
                    "keepalived_vrrp_" + counter.gen2brain(),
                    counter.help(),
                    (double) tally.count(name, counter),
                    "name",
                    name,
                    "intf",
                    instance.link().value(),
                    "vrid",
                    instance.vrid().toString(),
                    "state",
                    state);
        }
    }
}
