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
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.core.vrrp.VrrpTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The wanted IPVS table and the way to it. Only what differs is touched, so the connections of everything else live on:
 * at the start, after a reload, and when somebody else changed the table. New destinations come before old ones go.
 */
public final class IpvsPicture {
    /** The most changes in one program: a turn stays readable, and the next program follows as soon as this one is done. */
    static final int PROGRAM_MAX = 8_192;

    /** The most virtual servers that one turn compares. */
    static final int SLICE = 256;

    private final IpvsState state;
    private final SeenTable table;
    private final DirectorTable director;
    private final HealthTable health;
    private final VrrpTable vrrp;
    private final List<IpvsChange> changes = new ArrayList<>();
    private final Set<ServiceKey> adopted = new HashSet<>();
    private final List<SyncDaemon> adoptedDaemons = new ArrayList<>();
    private final SortedSet<VirtualServerName> dirty;
    private int from;

    private IpvsPicture(IpvsState state, DirectorTable director, HealthTable health, VrrpTable vrrp) {
        this.state = state;
        this.director = director;
        this.health = health;
        this.vrrp = vrrp;
        table = state.seen().table();
        from = state.pending().from();
        dirty = new TreeSet<>(state.pending().dirty());
    }

    /**
     * What to ask of the kernel now.
     *
     * @param adopted services that stand and are configured: ours from now on
     * @param daemons sync daemons that stand and are configured
     * @param from where the comparison goes on; {@link IpvsState.Pending#NOTHING} when it is through
     * @param dirty virtual servers that are still to be compared
     */
    public record Program(
            List<IpvsChange> changes,
            Set<ServiceKey> adopted,
            List<SyncDaemon> daemons,
            int from,
            SortedSet<VirtualServerName> dirty) {}

    /** The next program; without changes when nothing differs in this slice. */
    public static Program next(
            IpvsState state, DirectorTable director, HealthTable health, VrrpTable vrrp, boolean stopping) {
        var picture = new IpvsPicture(state, director, health, vrrp);
        if (stopping) {
            picture.undo();
        } else {
            picture.compare();
        }
        return new Program(
                List.copyOf(picture.changes), picture.adopted, picture.adoptedDaemons, picture.from, picture.dirty);
    }

    /** Whether it is the time to look. */
    public static boolean due(IpvsState state, DirectorTable director, boolean stopping) {
        return state.due(stopping)
                && (director.started() || director.config().virtualServers().isEmpty() || stopping);
    }

    private void undo() {
        dirty.clear();
        from = IpvsState.Pending.NOTHING;
        if (state.ours().kept()) {
            return;
        }
        var ours = new HashSet<>(state.ours().services());
        director.config().virtualServers().forEach(server -> ours.addAll(server.keys()));
        table.services().keySet().stream()
                .filter(ours::contains)
                .forEach(key -> changes.add(new IpvsChange.RemoveService(key)));
        boolean all = director.config().lvs().sync() != null;
        stop(table.daemons().stream()
                .filter(d -> all || state.ours().daemon(d.role()) != null)
                .toList());
        timeouts(state.ours().original());
        if (isFull()) {
            from = 0;
        }
    }

    /** Cuts off what is too much for one program; whether it was. */
    private boolean isFull() {
        boolean full = changes.size() > PROGRAM_MAX;
        if (full) {
            changes.subList(PROGRAM_MAX, changes.size()).clear();
        }
        return full;
    }

    private void compare() {
        int compared = 0;
        dirty.removeIf(name -> from != IpvsState.Pending.NOTHING && health.place(name) >= from);
        for (var name : List.copyOf(dirty)) {
            if (compared++ == SLICE || !compare(health.place(name))) {
                return;
            }
            dirty.remove(name);
        }
        if (from == 0) {
            unconfigured();
            daemons();
            timeouts(director.config().lvs().timeouts().over(state.ours().original()));
            if (isFull()) {
                return;
            }
        }
        for (; from != IpvsState.Pending.NOTHING && compared < SLICE; compared++) {
            if (from >= director.config().virtualServers().size()) {
                from = IpvsState.Pending.NOTHING;
            } else if (compare(from)) {
                from++;
            } else {
                return;
            }
        }
    }

    /** Compares the virtual server at this place; false when that is too much for this program and must go on. */
    private boolean compare(int place) {
        if (place < 0) {
            return true;
        }
        var server = director.config().virtualServers().get(place);
        var wanted = director.wanted(place, health);
        for (var key : server.keys()) {
            service(server, key, wanted);
        }
        return !isFull();
    }

    /** Services that are ours and not configured any more. */
    private void unconfigured() {
        var configured = new HashSet<ServiceKey>();
        director.config().virtualServers().forEach(server -> configured.addAll(server.keys()));
        for (var key : state.ours().services()) {
            if (!configured.contains(key) && table.services().containsKey(key)) {
                changes.add(new IpvsChange.RemoveService(key));
            }
        }
    }

    private void service(VirtualServerConfig server, ServiceKey key, SortedMap<Endpoint, Destination> wanted) {
        adopted.add(key);
        var seen = table.services().get(key);
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
        if (!wanted.over(table.timeouts()).equals(table.timeouts())) {
            changes.add(new IpvsChange.SetTimeouts(wanted));
        }
    }

    /** The sync daemons follow the role of their instance; without one both run all the time. */
    private void daemons() {
        var lvs = director.config().lvs();
        if (lvs.sync() == null) {
            stop(table.daemons().stream()
                    .filter(d -> state.ours().daemon(d.role()) != null)
                    .toList());
            return;
        }
        var wanted = wantedDaemons(lvs, lvs.sync());
        stop(table.daemons().stream()
                .filter(d -> wanted.stream().noneMatch(w -> stands(d, w)))
                .toList());
        for (var daemon : wanted) {
            if (table.daemons().stream().anyMatch(d -> stands(d, daemon))) {
                adoptedDaemons.add(daemon);
            } else {
                changes.add(new IpvsChange.StartSync(daemon));
            }
        }
    }

    private void stop(List<SyncDaemon> daemons) {
        daemons.forEach(daemon -> changes.add(new IpvsChange.StopSync(daemon)));
    }

    /** Whether what is seen is what is wanted: of a daemon of ours it is known in which words it was asked for. */
    private boolean stands(SyncDaemon there, SyncDaemon wanted) {
        var asked = state.ours().daemon(there.role());
        return there.answers(wanted) && (asked == null || asked.asksAs(wanted));
    }

    private List<SyncDaemon> wantedDaemons(LvsConfig lvs, SyncDaemon daemon) {
        var follows = lvs.syncInstance();
        if (follows == null) {
            return List.of(daemon.as(Role.MASTER), daemon.as(Role.BACKUP));
        }
        boolean master = vrrp.config().instances().stream()
                .filter(i -> i.name().equals(follows))
                .map(i -> vrrp.state(i.name()))
                .anyMatch(
                        s -> s.role() == Role.MASTER || s.leaves()); // connections come in until the successor is there
        return List.of(daemon.as(master ? Role.MASTER : Role.BACKUP));
    }
}
