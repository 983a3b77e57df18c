package io.keepsake.web.metrics;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.web.index.Follower;
import io.keepsake.web.index.Lane;
import io.keepsake.web.index.RunIndex;
import io.keepsake.web.index.Series;
import io.keepsake.web.state.Liveness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.Set;

/** What no exporter of keepalived tells, of one node. */
final class OwnMetrics {
    private static final Series.Entry NONE = new Series.Entry(0, 0, Lane.UNKNOWN);

    /** A real server of a virtual one. */
    private record Checked(VirtualServerName server, Endpoint real) {}

    private final Meters out;
    private final Tally tally;

    OwnMetrics(Meters out, Tally tally) {
        this.out = out;
        this.tally = tally;
    }

    /** What is so now; only said of a director that is alive. */
    void present(RunIndex run) {
        var config = run.config();
        if (config != null) {
            config.instances().forEach(instance -> instance(run, instance));
        }
        servers(run);
        var configured = config == null ? Set.<Checked>of() : checked(config);
        tally.checks().forEach((id, check) -> check(configured, id, check));
        out.gauge("keepsake_config_stale", "Whether the last configuration was refused", tally.configStale() ? 1 : 0);
    }

    private void instance(RunIndex run, InstanceConfig instance) {
        var name = instance.name().value();
        var help = "Priority: base as configured, effective as last sent";
        int base = instance.priority().value();
        out.gauge("keepsake_vrrp_priority", help, base, "iname", name, "kind", "base");
        int sent = last(run, new Lane(Lane.Kind.SENT, name, "")).code();
        int effective = sent == Lane.UNKNOWN || RunIndex.priority(sent) == 0 ? base : RunIndex.priority(sent);
        out.gauge("keepsake_vrrp_priority", help, effective, "iname", name, "kind", "effective");
        var role = last(run, new Lane(Lane.Kind.ROLE, name, ""));
        double since = run.wallOf(role.micros()) / 1e6;
        out.gauge(
                "keepsake_vrrp_last_transition_timestamp_seconds", "When the role last changed", since, "iname", name);
        double down = instance.downTimerAdverts() * instance.interval().nanos() / 1e9;
        out.gauge(
                "keepsake_vrrp_master_down_seconds",
                "Silence that a backup waits, without its skew",
                down,
                "iname",
                name);
    }

    private static Series.Entry last(RunIndex run, Lane lane) {
        var series = run.lane(lane);
        return series == null ? NONE : series.last(NONE);
    }

    private void servers(RunIndex run) {
        run.lanes().forEach((lane, series) -> {
            int last = series.last(NONE).code();
            boolean known = last == Lane.YES || last == Lane.NO;
            if (lane.kind() == Lane.Kind.SERVER && known) {
                var help = "Whether the real server takes part";
                out.gauge(
                        "keepsake_real_server_up",
                        help,
                        last,
                        "virtual_server",
                        lane.of(),
                        "real_server",
                        lane.subject());
            } else if (lane.kind() == Lane.Kind.QUORUM && known) {
                var help = "Whether the virtual server has its quorum";
                out.gauge("keepsake_quorum_up", help, last, "virtual_server", lane.subject());
            }
        });
    }

    private static Set<Checked> checked(ControllerConfig config) {
        var all = new HashSet<Checked>();
        for (var server : config.virtualServers()) {
            server.realServers().forEach(real -> all.add(new Checked(server.name(), real.endpoint())));
        }
        return all;
    }

    private void check(Set<Checked> configured, CheckerId id, DirectorTally.Check check) {
        if (!configured.contains(new Checked(id.server(), id.real()))) {
            return;
        }
        var labels = new String[] {
            "virtual_server", id.server().value(), "real_server", id.real().toString(), "checker", "" + id.number()
        };
        out.gauge("keepsake_check_state", "Whether the last check passed", check.passed() ? 1 : 0, labels);
        out.gauge("keepsake_check_duration_seconds", "How long the last check took", check.nanos() / 1e9, labels);
    }

    /** What is counted from the journal, and holds also when the director is dead. */
    void always(Follower follower, Liveness liveness) {
        tally.changes()
                .forEach((change, count) -> out.counter(
                        "keepsake_vrrp_transitions",
                        "Changes of role",
                        count,
                        "iname",
                        change.instance(),
                        "from",
                        change.from(),
                        "to",
                        change.to(),
                        "cause",
                        change.cause()));
        tally.differences()
                .forEach((difference, count) -> out.counter(
                        "keepsake_vrrp_peer_differs",
                        "Adverts of others that are not as it is configured here",
                        count,
                        "iname",
                        difference.instance(),
                        "what",
                        difference.what()));
        counter("keepsake_ipvs_drift_entries", "Changes of the IPVS table by others", tally.ipvsDrift());
        counter("keepsake_ipvs_refused", "Changes of the IPVS table that the kernel refused", tally.ipvsRefused());
        counter("keepsake_journal_gap_events", "Times that something is missing in the journal", tally.gapEvents());
        counter("keepsake_journal_gap_turns", "Indexes that were not recorded", tally.gapTurns());
        counter(
                "keepsake_journal_dropped_turns",
                "Turns that found no room on their way to disk",
                tally.droppedTurns());
        counter("keepsake_inbox_dropped_events", "Events that found no room on their way in", tally.lostEvents());
        counter("keepsake_part_failures", "Times that a part of the director began anew", tally.partFailures());
        out.gauge("keepsake_journal_bytes", "Size of the journal on disk", bytes(follower));
        var last = liveness.lastWall();
        if (last != null) {
            out.gauge("keepsake_heartbeat_timestamp_seconds", "When the director last recorded anything", last / 1e6);
        }
    }

    private void counter(String name, String help, long value) {
        out.counter(name, help, (double) value);
    }

    private static double bytes(Follower follower) {
        try (var files = Files.walk(follower.directory())) {
            return files.mapToLong(
                            file -> Files.isRegularFile(file) ? file.toFile().length() : 0)
                    .sum();
        } catch (NoSuchFileException gone) {
            return 0;
        } catch (UncheckedIOException | IOException e) {
            return Double.NaN;
        }
    }
}
