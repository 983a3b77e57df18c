package io.keepsake.web.state;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.director.DirectorTable;
import io.keepsake.core.director.RealView;
import io.keepsake.core.value.Endpoint;
import io.keepsake.history.json.Json;
import io.keepsake.web.index.Kinds;
import io.keepsake.web.index.Lane;
import io.keepsake.web.index.RunIndex;
import io.keepsake.web.index.Series;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the virtual servers of one node and their real servers. */
final class ServersJson {
    private static final Series.Entry NEVER = new Series.Entry(0, 0, Lane.UNKNOWN);

    private final Json json;
    private final RunIndex run;
    private final boolean alive;
    private final @Nullable NodeState state;
    private final Connections connections;
    private final Map<VirtualServerConfig, Integer> places = new HashMap<>();

    /** @param connections of this node's kernel; none when it is another machine's */
    ServersJson(Json json, RunIndex run, boolean alive, @Nullable NodeState state, Connections connections) {
        this.json = json;
        this.run = run;
        this.alive = alive;
        this.state = state;
        this.connections = connections;
        var table = state == null ? null : state.director();
        if (table != null) {
            var servers = table.config().virtualServers();
            for (int i = 0; i < servers.size(); i++) {
                places.putIfAbsent(servers.get(i), i);
            }
        }
    }

    void write() {
        var config = run.config();
        List<VirtualServerConfig> all = config == null ? List.of() : config.virtualServers();
        json.objects("servers", all, (out, server) -> server(server));
    }

    private void server(VirtualServerConfig server) {
        var name = server.name().value();
        var quorum = last(new Lane(Lane.Kind.QUORUM, name, ""));
        json.member("name", name).member("scheduler", server.scheduling().scheduler());
        json.member("quorum", server.quorum()).member("hysteresis", server.hysteresis());
        json.member("state", yesNo(quorum.code(), "QUORUM", "NO QUORUM")).member("index", quorum.index());
        var sorry = server.sorry();
        json.member("sorry", sorry == null ? null : sorry.endpoint().toString());
        var director = director(server);
        int place = places.getOrDefault(server, -1);
        json.member(
                "suspended", director != null && director.states().get(place).suspended());
        var views = director == null || state == null
                ? Map.<Endpoint, RealView>of()
                : director.reals(place, state.health());
        json.objects("reals", server.realServers(), (out, real) -> real(server, real, views.get(real.endpoint())));
        var notes = run.lane(new Lane(Lane.Kind.NOTE, name, ""));
        var note = notes == null ? NEVER : notes.last(NEVER);
        json.member("note", note.equals(NEVER) ? null : Kinds.name(note.code())).member("noteIndex", note.index());
    }

    /** The folded state, if it is of this very configuration. */
    private @Nullable DirectorTable director(VirtualServerConfig server) {
        var table = state == null ? null : state.director();
        return places.containsKey(server) ? table : null;
    }

    private void real(VirtualServerConfig server, RealServerConfig real, @Nullable RealView view) {
        var endpoint = real.endpoint().toString();
        var name = server.name().value();
        var up = last(new Lane(Lane.Kind.SERVER, endpoint, name));
        var check = last(new Lane(Lane.Kind.CHECK, endpoint, name));
        boolean checked = !check.equals(NEVER);
        json.member("endpoint", endpoint).member("weight", view == null ? real.weight() : view.weight());
        json.member("method", real.forwarding().method().name());
        json.member("state", yesNo(up.code(), "UP", "DOWN")).member("index", up.index());
        json.member("since", up.equals(NEVER) ? null : (Long) run.wallOf(up.micros()));
        json.member("checkers", real.checkers().size());
        json.member("check", !checked ? null : check.code() == Lane.YES ? "FAILED" : "PASSED");
        json.member("checkAt", checked ? (Long) run.wallOf(check.micros()) : null);
        json.member("checkIndex", check.index());
        json.member("drained", view != null && view.drained()).member("why", view == null ? "" : view.why());
        connections(server, real);
    }

    private void connections(VirtualServerConfig server, RealServerConfig real) {
        long active = 0;
        long inactive = 0;
        boolean known = false;
        for (var key : server.keys()) {
            var count = connections.of(key.toString(), real.endpoint());
            if (count != null) {
                known = true;
                active += count.active();
                inactive += count.inactive();
            }
        }
        json.member("active", known ? (Long) active : null).member("inactive", known ? (Long) inactive : null);
    }

    private Series.Entry last(Lane lane) {
        var series = run.lane(lane);
        return series == null ? NEVER : series.last(NEVER);
    }

    private String yesNo(int code, String yes, String no) {
        return !alive || code == Lane.UNKNOWN ? "UNKNOWN" : code == Lane.YES ? yes : no;
    }
}
