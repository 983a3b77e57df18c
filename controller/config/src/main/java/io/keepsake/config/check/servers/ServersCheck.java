package io.keepsake.config.check.servers;

import io.keepsake.config.check.checkers.TrackFiles;
import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.value.Protocol;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.VirtualServerName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads all virtual servers of a configuration. */
public final class ServersCheck {
    private final Problems problems;
    private final ServerDefaults defaults;
    private final List<Node> root;
    private final GroupsCheck groups;
    private final TrackFiles files;
    private final Map<ServiceKey, VirtualServerName> owners = new HashMap<>();
    private final Set<VirtualServerName> names = new HashSet<>();
    private int used;

    public ServersCheck(Problems problems, ServerDefaults defaults, List<Node> root) {
        this.problems = problems;
        this.defaults = defaults;
        this.root = root;
        groups = new GroupsCheck(problems, root);
        files = new TrackFiles(problems);
    }

    /** The virtual servers that can be used, in the order of the file. */
    public List<VirtualServerConfig> servers() {
        var servers = new ArrayList<VirtualServerConfig>();
        for (var node : root) {
            switch (node.name()) {
                case "track_file", "vrrp_track_file" -> {
                    if (node.block() != null) {
                        files.read(node);
                    }
                }
                case "virtual_server" -> {
                    if (node.block() != null) {
                        servers.addAll(read(node));
                    }
                }
                default -> {}
            }
        }
        return servers;
    }

    private List<VirtualServerConfig> read(Node block) {
        var header = Header.read(problems, block, groups);
        if (header == null) {
            return List.of();
        }
        var check = new VirtualServerCheck(problems, defaults, files, block, header);
        var place = block.values().getFirst().place();
        var wanted = check.keys();
        var keys = free(wanted, header, place);
        var found = new ArrayList<VirtualServerConfig>();
        boolean other = false;
        for (var part : check.parts(keys)) {
            var server = server(check, name(header, part, other), part, place);
            if (server != null) {
                found.add(server);
            }
            other = true;
        }
        used += found.isEmpty() ? 0 : 1;
        return found;
    }

    /** How many blocks came to a virtual server. */
    public int used() {
        return used;
    }

    private @Nullable VirtualServerConfig server(
            VirtualServerCheck check, VirtualServerName name, List<ServiceKey> keys, Place place) {
        if (names.contains(name)) {
            problems.error(place, "another virtual_server is called " + name + "; this one is left out");
            return null;
        }
        var server = check.server(name, keys);
        if (server != null) {
            names.add(name);
            keys.forEach(key -> owners.put(key, name));
        }
        return server;
    }

    /** Those keys that no virtual server before has. */
    private List<ServiceKey> free(List<ServiceKey> keys, Header header, Place place) {
        var free = keys.stream().filter(key -> !owners.containsKey(key)).toList();
        if (free.size() < keys.size()) {
            var taken = keys.stream().filter(owners::containsKey).findFirst().orElseThrow();
            int more = keys.size() - free.size() - 1;
            problems.error(
                    place,
                    "virtual_server " + header + ": " + taken + " belongs to an earlier virtual_server"
                            + (more == 0 ? "" : ", like " + more + " more of its services")
                            + "; " + (free.isEmpty() ? "this one is left out" : "the rest is used"));
        }
        return free;
    }

    /**
     * A group may be used once for each protocol. Its user by TCP has its plain name, whatever else uses it: a name must
     * not depend on the neighbours, or a reload would take one for the other. Its other family has a name of its own.
     */
    private VirtualServerName name(Header header, List<ServiceKey> keys, boolean other) {
        var first = keys.getFirst();
        if (!(header instanceof Header.Grouped grouped)) {
            return new VirtualServerName(first.toString());
        }
        var family = other ? ":" + first.family().name().toLowerCase(Locale.ROOT) : "";
        var plain = new VirtualServerName("group:" + grouped.name() + family);
        return keys.stream()
                .filter(ServiceKey.Address.class::isInstance)
                .map(key -> ((ServiceKey.Address) key).protocol())
                .filter(protocol -> protocol != Protocol.TCP)
                .findFirst()
                .map(protocol ->
                        new VirtualServerName(plain + ":" + protocol.name().toLowerCase(Locale.ROOT)))
                .orElse(plain);
    }
}
