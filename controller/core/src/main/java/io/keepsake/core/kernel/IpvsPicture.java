package io.keepsake.core.kernel;

import io.keepsake.core.config.LvsConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.director.DirectorTable;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.health.HealthTable;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.SyncDaemon;
import io.keepsake.core.vrrp.VrrpTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * The wanted IPVS table and the way to it. Only what differs is touched, so the connections of everything else live on:
 * at the start, after a reload, and when somebody else changed the table. New destinations come before old ones go.
 */
public final class IpvsPicture {
    /** The most changes in one program: a turn stays readable, and the next program follows as soon as this one is done. */
    static final int PROGRAM_MAX = 8_192;

    private final IpvsState state;
    private final DirectorTable director;
    private final HealthTable health;
    private final VrrpTable vrrp;
    private final List<IpvsChange> changes = new ArrayList<>();
    private final Set<ServiceKey> adopted = new HashSet<>();

    private IpvsPicture(IpvsState state, DirectorTable director, HealthTable health, VrrpTable vrrp) {
        this.state = state;
        this.director = director;
        this.health = health;
        this.vrrp = vrrp;
    }

    /**
     * What to ask of the kernel now.
     *
     * @param adopted services that stand and are configured: ours from now on
     * @param more whether there are more changes than fit
     */
    public record Program(List<IpvsChange> changes, Set<ServiceKey> adopted, boolean more) {
        /** It is not the time to look. */
        public static final Program NONE = new Program(List.of(), Set.of(), false);
    }

    /** The next program; without changes when nothing differs or it is not the time to look. */
    public static Program next(
            IpvsState state, DirectorTable director, HealthTable health, VrrpTable vrrp, boolean stopping) {
        var picture = new IpvsPicture(state, director, health, vrrp);
        if (stopping) {
            picture.undo();
        } else {
            picture.compare();
        }
        boolean more = picture.changes.size() > PROGRAM_MAX;
        var program = more ? picture.changes.subList(0, PROGRAM_MAX) : picture.changes;
        return new Program(List.copyOf(program), picture.adopted, more);
    }

    /** Whether it is the time to look. */
    public static boolean due(IpvsState state, DirectorTable director, boolean stopping) {
        return state.due()
                && (director.started() || director.config().virtualServers().isEmpty() || stopping);
    }

    private void undo() {
        if (state.kept()) {
            return;
        }
        var ours = new HashSet<>(state.owned());
        director.config().virtualServers().forEach(server -> ours.addAll(server.keys()));
        state.seen().services().keySet().stream()
                .filter(ours::contains)
                .forEach(key -> changes.add(new IpvsChange.RemoveService(key)));
        if (director.config().lvs().sync() != null) {
            state.seen().daemons().forEach(daemon -> changes.add(new IpvsChange.StopSync(daemon)));
        }
        timeouts(state.original());
    }

    private void compare() {
        if (state.stale()) {
            strays();
            daemons();
            timeouts(director.config().lvs().timeouts().over(state.original()));
        }
        var servers = director.config().virtualServers();
        for (int i = 0; i < servers.size() && changes.size() <= PROGRAM_MAX; i++) {
            if (state.stale() || state.dirty().contains(servers.get(i).name())) {
                var wanted = director.wanted(i, health);
                for (var key : servers.get(i).keys()) {
                    service(servers.get(i), key, wanted);
                }
            }
        }
    }

    /** Services that are ours and not configured any more. */
    private void strays() {
        var configured = new HashSet<ServiceKey>();
        director.config().virtualServers().forEach(server -> configured.addAll(server.keys()));
        for (var key : state.owned()) {
            if (!configured.contains(key) && state.seen().services().containsKey(key)) {
                changes.add(new IpvsChange.RemoveService(key));
            }
        }
    }

    private void service(VirtualServerConfig server, ServiceKey key, SortedMap<Endpoint, Destination> wanted) {
        adopted.add(key);
        var seen = state.seen().services().get(key);
        var service = server.service(key);
        if (seen == null) {
            changes.add(new IpvsChange.AddService(service));
            wanted.values().forEach(d -> changes.add(new IpvsChange.AddDestination(key, d)));
            return;
        }
        if (!seen.service().equals(service)) {
            changes.add(new IpvsChange.EditService(service));
        }
        wanted.values().forEach(d -> destination(key, d, seen));
        for (var there : seen.destinations().keySet()) {
            if (!wanted.containsKey(there)) {
                changes.add(new IpvsChange.RemoveDestination(key, there));
            }
        }
    }

    private void destination(ServiceKey key, Destination wanted, SeenService seen) {
        var there = seen.destinations().get(wanted.endpoint());
        if (there == null) {
            changes.add(new IpvsChange.AddDestination(key, wanted));
        } else if (!there.answers(wanted)) {
            changes.add(new IpvsChange.EditDestination(key, wanted));
        }
    }

    private void timeouts(IpvsTimeouts wanted) {
        if (!wanted.over(state.seen().timeouts()).equals(state.seen().timeouts())) {
            changes.add(new IpvsChange.SetTimeouts(wanted));
        }
    }

    /** The sync daemons follow the role of their instance; without one both run all the time. */
    private void daemons() {
        var lvs = director.config().lvs();
        if (lvs.sync() == null) {
            return;
        }
        var wanted = wantedDaemons(lvs, lvs.sync());
        for (var daemon : state.seen().daemons()) {
            if (wanted.stream().noneMatch(w -> SeenTable.same(w, daemon))) {
                changes.add(new IpvsChange.StopSync(daemon));
            }
        }
        for (var daemon : wanted) {
            if (state.seen().daemons().stream().noneMatch(d -> SeenTable.same(d, daemon))) {
                changes.add(new IpvsChange.StartSync(daemon));
            }
        }
    }

    private List<SyncDaemon> wantedDaemons(LvsConfig lvs, SyncDaemon daemon) {
        var follows = lvs.syncInstance();
        if (follows == null) {
            return List.of(daemon.as(Role.MASTER), daemon.as(Role.BACKUP));
        }
        boolean master =
                vrrp.inRole(Role.MASTER).stream().anyMatch(i -> i.name().equals(follows));
        return List.of(daemon.as(master ? Role.MASTER : Role.BACKUP));
    }
}
