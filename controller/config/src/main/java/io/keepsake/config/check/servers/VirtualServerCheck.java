package io.keepsake.config.check.servers;

import io.keepsake.config.check.checkers.ProbeChoices;
import io.keepsake.config.check.checkers.ScriptCheck;
import io.keepsake.config.check.checkers.TrackFiles;
import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.VirtualServerName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one {@code virtual_server}. */
final class VirtualServerCheck {
    private static final long DELAY_LOOP = 60_000_000_000L;

    private final Problems problems;
    private final ServerDefaults defaults;
    private final TrackFiles files;
    private final Node block;
    private final Header header;
    private final Values values;
    private boolean mixed;

    VirtualServerCheck(Problems problems, ServerDefaults defaults, TrackFiles files, Node block, Header header) {
        this.problems = problems;
        this.defaults = defaults;
        this.files = files;
        this.block = block;
        this.header = header;
        values = new Values(problems, block.children());
    }

    /** The services of the kernel that it stands for; none when it had to be left out. */
    List<ServiceKey> keys() {
        return new KeysCheck(problems, values, block, header).keys();
    }

    /**
     * The keys that one virtual server can stand for: packets of one family do not fit into packets of the other, so a
     * group that mixes them comes to two, unless they go through tunnels.
     */
    List<List<ServiceKey>> parts(List<ServiceKey> keys) {
        var byFamily = new LinkedHashMap<Family, List<ServiceKey>>();
        keys.forEach(key ->
                byFamily.computeIfAbsent(key.family(), _ -> new ArrayList<>()).add(key));
        mixed = byFamily.size() > 1 && forwarding().method() != Forwarding.Method.TUN;
        return mixed ? List.copyOf(byFamily.values()) : keys.isEmpty() ? List.of() : List.of(keys);
    }

    /** The virtual server with what is left of its {@code keys}, or null when it had to be left out. */
    @Nullable VirtualServerConfig server(VirtualServerName name, List<ServiceKey> keys) {
        var service = new SchedulingCheck(problems, values, place()).service(keys.getFirst(), header);
        var frame = frame(keys);
        var servers = realServers(frame);
        var sorry = new SorryCheck(problems, values, frame).sorry();
        boolean suspend = haSuspend();
        var scripts = new ScriptCheck(problems);
        var up = scripts.script(values.last("quorum_up"));
        var down = scripts.script(values.last("quorum_down"));
        boolean omega = values.bare("omega");
        boolean alert = values.flag("smtp_alert", Boolean.TRUE.equals(defaults.alert()));
        if (servers.isEmpty()) {
            problems.warn(
                    place().place(),
                    "virtual_server " + header + " has no real servers"
                            + (mixed
                                    ? " of " + Values.named(keys.getFirst().family())
                                            + "; its entries of that family are"
                                    : "; it is")
                            + " left out");
            return null;
        }
        var quorum = Quorum.read(problems, values, place().place(), servers);
        return new VirtualServerConfig(
                name,
                keys,
                service,
                omega,
                quorum.quorum(),
                quorum.hysteresis(),
                up,
                down,
                suspend,
                sorry,
                alert,
                servers);
    }

    private Token place() {
        return block.values().isEmpty() ? block.keyword() : block.values().getFirst();
    }

    private ServerFrame frame(List<ServiceKey> keys) {
        Set<Family> families = keys.stream().map(ServiceKey::family).collect(Collectors.toSet());
        var choices = ProbeChoices.ofVirtualServer(values);
        var delayLoop = choices.delayLoop();
        return new ServerFrame(
                header,
                families,
                mixed,
                forwarding(),
                Weights.read(problems, values, 1, 1),
                values.bare("inhibit_on_failure"),
                choices,
                delayLoop == null ? DELAY_LOOP : delayLoop,
                defaults,
                files);
    }

    private Forwarding forwarding() {
        var line = values.last("lb_kind", "lvs_method");
        if (line == null) {
            problems.warn(place().place(), "virtual_server " + header + " has no lb_kind; taken as NAT");
        }
        var said = new ForwardingCheck(problems, values).forwarding(line, "taken as NAT");
        return said == null ? Forwarding.NAT : said;
    }

    private List<RealServerConfig> realServers(ServerFrame frame) {
        var servers = new ArrayList<RealServerConfig>();
        var seen = new HashSet<Endpoint>();
        for (var node : block.children()) {
            if (node.name().equals("real_server") && node.block() != null) {
                var server = new RealServerCheck(problems, frame, node).server();
                if (server != null && isNew(server, node, seen)) {
                    servers.add(server);
                }
            }
        }
        return servers;
    }

    private boolean isNew(RealServerConfig server, Node node, Set<Endpoint> seen) {
        boolean added = seen.add(server.endpoint());
        if (!added) {
            problems.error(
                    node.keyword().place(),
                    "real_server " + server.endpoint() + " of virtual_server " + header
                            + " is here twice; the later one is left out");
        }
        return added;
    }

    private boolean haSuspend() {
        var line = values.last("ha_suspend");
        if (line == null || header instanceof Header.Address) {
            return values.bare("ha_suspend");
        }
        problems.warn(
                line.keyword().place(),
                "ha_suspend does nothing for " + header + ", which names no single address; ignored");
        return false;
    }
}
