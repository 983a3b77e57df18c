package io.keepsake.daemon.report;

import io.keepsake.core.NodeState;
import io.keepsake.core.NodeState.Configured;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.director.RealView;
import io.keepsake.core.event.Hold;
import io.keepsake.core.event.OperatorEvent.Drain;
import io.keepsake.core.text.FieldSink;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Role;
import io.keepsake.core.vrrp.VrrpState;
import io.keepsake.history.show.JsonSink;
import io.keepsake.history.show.Spans;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Instances, virtual servers and drains as they are now. */
public final class StatusReport {
    private final NodeState state;
    private final Moment now;
    private final Connections connections;

    /** @param now of the same clock as the state's moments */
    public StatusReport(NodeState state, Moment now, Connections connections) {
        this.state = state;
        this.now = now;
        this.connections = connections;
    }

    /** For people: one line an instance, a virtual server, a real server, a drain, a hold. */
    public String text() {
        var configured = state.configured();
        if (configured == null) {
            return "no configuration yet\n";
        }
        var text = new StringBuilder();
        configured.config().instances().forEach(instance -> text.append(line(instance, configured)));
        var servers = configured.config().virtualServers();
        for (int i = 0; i < servers.size(); i++) {
            text.append(line(configured, servers.get(i), i));
            var server = servers.get(i);
            configured
                    .director()
                    .reals(i, configured.health())
                    .forEach((at, real) -> text.append(line(server, at, real)));
        }
        configured.director().drains().forEach(drain -> text.append(line(drain)));
        configured.vrrp().holds().all().forEach(hold -> text.append(line(configured, hold)));
        return text.isEmpty() ? "nothing is configured\n" : text.toString();
    }

    private String line(InstanceConfig instance, Configured configured) {
        var role = configured.vrrp().state(instance.name());
        var follows = role instanceof VrrpState.Backup backup && backup.master() != null
                ? ", follows " + backup.master().address() + " (priority "
                        + backup.master().priority() + ")"
                : "";
        var faults = role instanceof VrrpState.Fault fault ? " " + fault.reasons() : "";
        return instance.name() + " " + role.role() + " on " + instance.link() + ", VRID "
                + instance.vrid().value() + ", priority " + instance.priority() + follows + faults
                + dropped(instance, role) + "\n";
    }

    /** What becomes of packets to the addresses of a master that does not accept them. */
    private String dropped(InstanceConfig instance, VrrpState is) {
        if (is.role() != Role.MASTER || !instance.blocks()) {
            return "";
        }
        var passing = instance.virtual()
                .map(address -> address.address().ip())
                .filter(ip -> !state.kernel().isBlocked(ip))
                .toList();
        return passing.isEmpty()
                ? ", drops packets to its addresses"
                : ", must drop packets to its addresses and does NOT to " + passing;
    }

    private static String line(Configured configured, VirtualServerConfig server, int place) {
        var director = configured.director();
        var is = director.states().get(place);
        var words = !director.started()
                ? "waits for the journal"
                : is.quorum()
                        ? "has its quorum"
                        : server.sorry() == null ? "has NO quorum" : "has NO quorum, the sorry server stands in";
        return server.name() + " " + server.scheduling().scheduler() + ", " + words
                + (is.suspended() ? ", checks suspended" : "") + "\n";
    }

    private String line(VirtualServerConfig server, Endpoint at, RealView real) {
        var count = connections
                .of(server, at)
                .map(it -> ", " + it.active() + " active and " + it.inactive() + " inactive connections")
                .orElse("");
        return "  " + at + " " + (real.alive() ? "UP" : "DOWN") + ", weight " + real.weight() + count
                + (real.why().isEmpty() ? "" : ", " + real.why()) + "\n";
    }

    private String line(Drain drain) {
        var whom = drain.real() == null ? "all of " + drain.server() : drain.real() + " of " + drain.server();
        return "drained: " + whom + " " + left(drain.until(), "cancelled") + ", by " + drain.by() + ": "
                + drain.reason() + "\n";
    }

    private String line(Configured configured, Hold hold) {
        var held = configured.vrrp().holds().byInstance();
        var names = held.keySet().stream()
                .filter(name -> hold.equals(held.get(name)))
                .map(InstanceName::value)
                .collect(Collectors.joining(", "));
        return (hold.kind() == Hold.Kind.HOLD ? "held: " : "demoted: ") + names + " " + left(hold.until(), "released")
                + ", by " + hold.by() + ": " + hold.reason() + "\n";
    }

    private String left(Moment until, String end) {
        return until.equals(Moment.NEVER) ? "until it is " + end : "for another " + Spans.print(until.since(now));
    }

    /** For programs: one object. */
    public String json() {
        var out = new JsonSink();
        var configured = state.configured();
        if (configured != null) {
            out.list("instances", configured.config().instances(), (i, o) -> instance(i, configured, o));
            var servers = configured.config().virtualServers();
            var places = IntStream.range(0, servers.size()).boxed().toList();
            out.list("virtual_servers", places, (place, o) -> server(configured, servers.get(place), place, o));
            out.list("drains", configured.director().drains(), this::drain);
            out.list("holds", List.copyOf(configured.vrrp().holds().byInstance().entrySet()), this::hold);
        }
        return out.close() + "\n";
    }

    private void instance(InstanceConfig instance, Configured configured, FieldSink out) {
        var is = configured.vrrp().state(instance.name());
        out.name("instance", instance.name().value());
        out.word("role", is.role());
        out.name("link", instance.link().value());
        out.number("vrid", instance.vrid().value());
        out.number("priority", instance.priority().value());
        var track = configured.track();
        out.number(
                "effective_priority",
                track.at(track.place(instance.name())).priority().value());
        if (is instanceof VrrpState.Backup backup && backup.master() != null) {
            out.ip("master", backup.master().address());
        }
        List<FaultCause> faults = is instanceof VrrpState.Fault fault ? fault.reasons() : List.of();
        out.list("faults", faults, (fault, o) -> {
            o.word("reason", fault.reason());
            o.text("subject", fault.subject());
        });
        out.flag("accept", !instance.blocks());
        out.ips(
                "dropped",
                instance.virtual()
                        .map(address -> address.address().ip())
                        .filter(state.kernel()::isBlocked)
                        .toList());
    }

    private void server(Configured configured, VirtualServerConfig server, int place, FieldSink out) {
        var director = configured.director();
        out.name("server", server.name().value());
        out.text("scheduler", server.scheduling().scheduler());
        out.flag("started", director.started());
        out.flag("quorum", director.states().get(place).quorum());
        out.flag("suspended", director.states().get(place).suspended());
        var reals = List.copyOf(director.reals(place, configured.health()).entrySet());
        out.list("real_servers", reals, (real, o) -> real(server, real, o));
    }

    private void real(VirtualServerConfig server, Map.Entry<Endpoint, RealView> real, FieldSink out) {
        out.endpoint("real", real.getKey());
        out.flag("alive", real.getValue().alive());
        out.number("weight", real.getValue().weight());
        out.text("why", real.getValue().why());
        connections.of(server, real.getKey()).ifPresent(count -> {
            out.number("active_connections", count.active());
            out.number("inactive_connections", count.inactive());
        });
    }

    private void hold(Map.Entry<InstanceName, Hold> held, FieldSink out) {
        out.name("instance", held.getKey().value());
        out.word("kind", held.getValue().kind());
        if (!held.getValue().until().equals(Moment.NEVER)) {
            out.nanos("left", held.getValue().until().since(now));
        }
        out.text("reason", held.getValue().reason());
        out.text("by", held.getValue().by());
    }

    private void drain(Drain drain, FieldSink out) {
        out.name("server", drain.server().value());
        if (drain.real() != null) {
            out.endpoint("real", drain.real());
        }
        if (!drain.until().equals(Moment.NEVER)) {
            out.nanos("left", drain.until().since(now));
        }
        out.text("reason", drain.reason());
        out.text("by", drain.by());
    }
}
