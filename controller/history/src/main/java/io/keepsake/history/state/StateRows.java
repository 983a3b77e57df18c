package io.keepsake.history.state;

import io.keepsake.core.NodeState;
import io.keepsake.core.NodeState.Configured;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.track.Tracked;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Role;
import io.keepsake.core.vrrp.VrrpState;
import io.keepsake.core.vrrp.VrrpState.Backup;
import io.keepsake.history.show.Spans;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a director knows, a row each, by a name that {@code state}, {@code diff} and {@code why} share. */
public final class StateRows {
    private static final String NONE = "-";

    private final SequencedMap<String, String> rows = new LinkedHashMap<>();
    private final NodeState state;
    private final Moment now;

    private StateRows(NodeState state, Moment now) {
        this.state = state;
        this.now = now;
    }

    /**
     * All rows, in the order of the configuration.
     *
     * @param now from which deadlines are counted
     */
    public static SequencedMap<String, String> of(NodeState state, Moment now) {
        var rows = new StateRows(state, now);
        var configured = state.configured();
        if (configured != null) {
            configured.config().instances().forEach(instance -> rows.instance(configured, instance));
        }
        state.links().links().forEach(rows::link);
        rows.addresses(configured);
        if (configured != null) {
            for (int i = 0; i < configured.config().virtualServers().size(); i++) {
                rows.server(configured, i, configured.config().virtualServers().get(i));
            }
        }
        rows.ipvs();
        return rows.rows;
    }

    /** The rows whose values differ, but for deadlines, which are other ones at every moment: in the order of both. */
    public static List<String> differing(Map<String, String> one, Map<String, String> other) {
        var names = new LinkedHashSet<>(one.keySet());
        names.addAll(other.keySet());
        return names.stream()
                .filter(row -> !row.endsWith(" deadline") && !Objects.equals(one.get(row), other.get(row)))
                .toList();
    }

    private void instance(Configured configured, InstanceConfig config) {
        var name = config.name().value();
        var vrrp = configured.vrrp().state(config.name());
        var tracked = configured.track().at(configured.track().place(config.name()));
        rows.put(name + " role", vrrp.role().toString());
        rows.put(name + " priority", Integer.toString(tracked.priority().value()));
        rows.put(
                name + " weights",
                list(tracked.weights().stream().map(Tracked.Weight::toString).collect(Collectors.joining(", "))));
        rows.put(
                name + " faults",
                list(tracked.faults().stream().map(FaultCause::toString).collect(Collectors.joining(", "))));
        rows.put(name + " master", master(vrrp));
        rows.put(name + " source", String.valueOf(tracked.source()).replace("null", NONE));
        var deadline = vrrp.deadline();
        rows.put(name + " deadline", deadline.equals(Moment.NEVER) ? NONE : "in " + Spans.print(deadline.since(now)));
    }

    private static String master(VrrpState state) {
        if (state instanceof Backup backup) {
            var followed = backup.master();
            return followed == null
                    ? NONE
                    : followed.address() + ", priority " + followed.priority().value();
        }
        return state.role() == Role.MASTER ? "itself" : NONE;
    }

    private static String list(String joined) {
        return joined.isEmpty() ? NONE : joined;
    }

    private void link(Link link) {
        rows.put(link.name().value(), link.up() ? link.running() ? "up" : "up, without a carrier" : "down");
    }

    private void addresses(@Nullable Configured configured) {
        LinkTable links = state.links();
        if (configured != null) {
            configured.config().instances().forEach(instance -> instance.virtual()
                    .forEach(address -> {
                        var place = address.place();
                        rows.put(
                                place.address() + " on " + place.link(),
                                links.holds(place) ? "stands" : "does not stand");
                    }));
        }
        for (var address : links.addresses()) {
            var place = address.place();
            rows.putIfAbsent(place.address() + " on " + place.link(), "stands");
        }
    }

    private void server(Configured configured, int place, VirtualServerConfig server) {
        var name = server.name().value();
        var quorum = configured.director().states().get(place);
        rows.put(name + " quorum", quorum.suspended() ? "suspended" : quorum.quorum() ? "reached" : "not reached");
        configured.director().reals(place, configured.health()).forEach((real, view) -> {
            rows.put(
                    name + " " + real + " alive",
                    view.alive() ? "yes" : "no" + (view.why().isEmpty() ? "" : ": " + view.why()));
            rows.put(name + " " + real + " weight", view.weight() + (view.drained() ? ", drained" : ""));
        });
    }

    private void ipvs() {
        state.ipvs().seen().table().services().forEach((key, seen) -> {
            rows.put("ipvs " + key, seen.service().scheduler());
            seen.destinations()
                    .forEach((at, destination) -> rows.put(
                            "ipvs " + key + " " + at,
                            destination.forwarding().method() + " weight " + destination.weight()));
        });
    }
}
