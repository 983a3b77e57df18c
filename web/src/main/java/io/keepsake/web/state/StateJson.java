package io.keepsake.web.state;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.vrrp.VrrpState;
import io.keepsake.core.vrrp.VrrpTable;
import io.keepsake.history.json.Json;
import io.keepsake.web.index.Lane;
import io.keepsake.web.index.NodeIndex;
import io.keepsake.web.index.Roles;
import io.keepsake.web.index.RunIndex;
import io.keepsake.web.index.Series;
import io.keepsake.web.state.Liveness.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes what one node is and knows now. A director that is not alive has no role: what it last was is told beside. */
public final class StateJson {
    private static final Series.Entry NEVER = new Series.Entry(0, 0, Lane.UNKNOWN);

    private final Json json;
    private final RunIndex run;
    private final boolean alive;
    private final @Nullable VrrpTable vrrp;
    private final Set<InstanceConfig> known;

    private StateJson(Json json, RunIndex run, boolean alive, @Nullable VrrpTable vrrp) {
        this.json = json;
        this.run = run;
        this.alive = alive;
        this.vrrp = vrrp;
        this.known = vrrp == null ? Set.of() : Set.copyOf(vrrp.config().instances());
    }

    /** The members of an object that is open. */
    public static void write(Json json, NodeIndex node, Liveness liveness, LiveState.@Nullable Known known) {
        boolean alive = liveness.status() == Status.ALIVE;
        json.member("name", node.name()).member("status", liveness.status().name());
        json.member("text", liveness.text()).member("last", liveness.lastWall());
        node.read(runs -> {
            var run = runs.isEmpty() ? null : runs.getLast();
            if (run != null && run.first() >= 0) {
                json.member("host", run.node()).member("run", run.run()).member("version", run.version());
                json.member("since", run.wallOf(run.first()));
                var state = known == null ? null : known.state();
                var writer = new StateJson(json, run, alive, state == null ? null : state.vrrp());
                writer.instances();
                boolean here = alive && Liveness.here(run);
                var connections = here ? Connections.now() : new Connections(Map.of());
                new ServersJson(json, run, alive, state, connections).write();
                writer.links();
            } else {
                json.name("instances").openArray().closeArray();
                json.name("servers").openArray().closeArray();
                json.name("links").openArray().closeArray();
            }
            return json;
        });
    }

    private void instances() {
        var config = run.config();
        List<InstanceConfig> all = config == null ? List.of() : config.instances();
        json.objects("instances", all, (out, instance) -> instance(instance));
    }

    private void instance(InstanceConfig instance) {
        var name = instance.name().value();
        var role = last(new Lane(Lane.Kind.ROLE, name, ""));
        var was =
                role.code() == Lane.UNKNOWN ? "UNKNOWN" : Roles.of(role.code()).name();
        json.member("name", name).member("vrid", instance.vrid().value());
        json.member("link", instance.link().value());
        json.member("version", instance.version().name());
        json.member("role", alive ? was : "UNKNOWN").member("was", was);
        json.member("since", run.wallOf(role.micros())).member("index", role.index());
        json.member("priority", instance.priority().value());
        json.member("interval", instance.interval().nanos() / 1_000);
        json.member("preempt", instance.preempt());
        follows(instance);
        var addresses = new ArrayList<>(instance.addresses());
        addresses.addAll(instance.excluded());
        json.objects("addresses", addresses, (out, address) -> {
            var place = address.place();
            var held = last(new Lane(Lane.Kind.ADDRESS, place.address() + " " + place.link(), name));
            out.member("address", place.address().toString())
                    .member("link", place.link().value());
            out.member("held", held.code() == Lane.YES).member("known", alive && held.code() != Lane.UNKNOWN);
        });
    }

    /** Whom a backup follows, from the folded state. */
    private void follows(InstanceConfig instance) {
        var table = vrrp;
        if (table != null
                && known.contains(instance)
                && table.state(instance.name()) instanceof VrrpState.Backup backup) {
            var master = backup.master();
            json.member("follows", master == null ? null : master.address().toString());
            json.member(
                    "followsPriority",
                    master == null ? null : (Long) (long) master.priority().value());
        }
    }

    private Series.Entry last(Lane lane) {
        var series = run.lane(lane);
        return series == null ? NEVER : series.last(NEVER);
    }

    private String yesNo(int code, String yes, String no) {
        return !alive || code == Lane.UNKNOWN ? "UNKNOWN" : code == Lane.YES ? yes : no;
    }

    private void links() {
        var lanes = run.lanes().keySet().stream()
                .filter(l -> l.kind() == Lane.Kind.LINK)
                .toList();
        json.objects("links", lanes, (out, lane) -> out.member("name", lane.subject())
                .member("state", yesNo(last(lane).code(), "UP", "DOWN")));
    }
}
