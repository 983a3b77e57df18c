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
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One scrape of one node. A director that is not alive is not up, and nothing is said of its instances. */
final class NodeMetrics {
    private static final Series.Entry NONE = new Series.Entry(0, 0, Lane.UNKNOWN);
    private static final String STATE =
            "State of the instance: 0 INIT, 1 BACKUP, 2 MASTER, 3 FAULT; one series a virtual address";

    private final Families out = new Families();
    private final Nodes nodes;
    private final Follower follower;
    private final Tally tally;
    private final Liveness liveness;
    private final boolean up;

    NodeMetrics(Nodes nodes, Follower follower, Tally tally, Duration stale) {
        this.nodes = nodes;
        this.follower = follower;
        this.tally = tally;
        this.liveness = Liveness.of(follower, Nodes.now(), stale);
        this.up = liveness.status() == Liveness.Status.ALIVE;
    }

    MetricSnapshots mehdy() {
        out.gauge("keepalived_up", "Whether the director is alive and records", up ? 1 : 0);
        out.info("keepalived_exporter_build", "This program", "version", "0.1.0", "revision", "", "branch", "", "goversion", "");
        follower.node().read(runs -> {
            var run = last(runs);
            if (up && run != null) {
                instances(run).forEach(instance -> mehdy(run, instance));
                tally.scripts().forEach((name, status) -> {
                    out.gauge("keepalived_script_status", "0 BAD, 1 GOOD", status, "name", name);
                    out.gauge("keepalived_script_state", "0 idle, 1 running", 0, "name", name);
                });
                own(run);
            }
            return out;
        });
        always();
        new ClusterMetrics(nodes, follower.node().name(), out).write();
        return out.snapshots();
    }

    MetricSnapshots gen2brain() {
        out.gauge("keepalived_up", "Whether the director is alive and records", up ? 1 : 0);
        follower.node().read(runs -> {
            var run = last(runs);
            if (up && run != null) {
                instances(run).forEach(instance -> gen2brain(run, instance));
            }
            return out;
        });
        return out.snapshots();
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
        return series == null ? NONE : series.lastAt(Long.MAX_VALUE, NONE);
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

    private void state(String metric, List<VirtualAddress> addresses, int state, String name, String link, String vrid) {
        if (addresses.isEmpty()) {
            out.gauge(metric, STATE, state, "iname", name, "intf", link, "vrid", vrid, "ip_address", "");
        }
        for (var address : addresses) {
            var device = address.link().value();
            var ip = address.address().toString();
            out.gauge(metric, STATE, state, "iname", name, "intf", device, "vrid", vrid, "ip_address", ip);
        }
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

    private void own(RunIndex run) {
        for (var instance : instances(run)) {
            var name = instance.name().value();
            var entry = role(run, instance);
            out.gauge("keepsake_vrrp_priority", "Configured priority", instance.priority().value(), "iname", name, "kind", "base");
            out.gauge("keepsake_vrrp_last_transition_timestamp_seconds", "When the role last changed", run.wallOf(entry.micros()) / 1e6, "iname", name);
            long down = instance.downTimerAdverts() * instance.interval().nanos();
            out.gauge("keepsake_vrrp_master_down_seconds", "Silence after which a backup takes over, without the skew", down / 1e9, "iname", name);
        }
        servers(run);
    }

    private void servers(RunIndex run) {
        run.lanes().forEach((lane, series) -> {
            var last = series.lastAt(Long.MAX_VALUE, NONE);
            if (lane.kind() == Lane.Kind.SERVER && last.code() != Lane.UNKNOWN) {
                out.gauge("keepsake_real_server_up", "Whether the real server takes part", last.code(), "virtual_server", lane.of(), "real_server", lane.subject());
            } else if (lane.kind() == Lane.Kind.QUORUM && last.code() != Lane.UNKNOWN) {
                out.gauge("keepsake_quorum_up", "Whether the virtual server has its quorum", last.code(), "virtual_server", lane.subject());
            }
        });
        tally.checks().forEach((key, good) -> {
            var part = key.split(" ", 3);
            out.gauge("keepsake_check_state", "Whether the last check passed", good ? 1 : 0, "virtual_server", part[0], "real_server", part[1], "checker", part[2]);
        });
        tally.checkNanos().forEach((key, nanos) -> {
            var part = key.split(" ", 3);
            out.gauge("keepsake_check_duration_seconds", "How long the last check took to its first answer", nanos / 1e9, "virtual_server", part[0], "real_server", part[1], "checker", part[2]);
        });
    }

    /** What is counted from the journal, and holds also when the director is dead. */
    private void always() {
        tally.changes().forEach((change, count) -> out.counter("keepsake_vrrp_transitions", "Changes of role", count, "iname", change.instance(), "from", change.from(), "to", change.to(), "cause", change.cause()));
        tally.gaps().forEach((name, gaps) -> out.histogram("keepsake_vrrp_advert_gap_seconds", "Time between adverts heard: near misses", gaps, "iname", name));
        out.histogram("keepsake_stall_seconds", "How long the director stood still", tally.stalls());
        out.counter("keepsake_journal_gap_events", "Times that something is missing in the journal", (double) tally.gapEvents());
        out.counter("keepsake_journal_gap_turns", "Indexes that were not recorded", (double) tally.gapTurns());
        out.counter("keepsake_ipvs_refused", "Changes of the IPVS table that the kernel refused", (double) tally.refused());
        out.gauge("keepsake_journal_bytes", "Size of the journal on disk", bytes());
        var last = liveness.lastWall();
        if (last != null) {
            out.gauge("keepsake_heartbeat_timestamp_seconds", "When the director last recorded anything", last / 1e6);
        }
    }

    private double bytes() {
        try (var files = Files.walk(follower.directory())) {
            return files.mapToLong(file -> Files.isRegularFile(file) ? file.toFile().length() : 0)
                    .sum();
        } catch (NoSuchFileException gone) {
            return 0;
        } catch (UncheckedIOException | IOException e) {
            return Double.NaN;
        }
    }
}
