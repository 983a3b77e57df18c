package io.keepsake.adapter.netlink.ipvs;

import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.value.SyncDaemon;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sync daemons as the core knows them. The kernel shows what it made of each, such as a length that was left to it;
 * a daemon that was asked for stays here in the words in which it was asked for.
 */
final class SyncDaemons {
    private List<SyncDaemon> known = new ArrayList<>();
    private final Map<SyncDaemon, SyncDaemon> words = new HashMap<>();

    /** The kernel made this change; whether it was one of sync daemons. */
    boolean accept(IpvsChange change) {
        return switch (change) {
            case IpvsChange.StartSync start -> {
                forget(start.daemon());
                known.add(start.daemon());
                yield true;
            }
            case IpvsChange.StopSync stop -> {
                forget(stop.daemon());
                yield true;
            }
            case IpvsChange.AddService _,
                    IpvsChange.EditService _,
                    IpvsChange.RemoveService _,
                    IpvsChange.AddDestination _,
                    IpvsChange.EditDestination _,
                    IpvsChange.RemoveDestination _,
                    IpvsChange.SetTimeouts _ -> false;
        };
    }

    /** There is one of each role at most. */
    private void forget(SyncDaemon daemon) {
        known.removeIf(other -> other.role() == daemon.role());
    }

    /** Learns what the kernel made of the daemons that were just started. */
    void learn(List<SyncDaemon> shown) {
        words.clear();
        for (var daemon : shown) {
            known.stream()
                    .filter(asked -> asked.role() == daemon.role()
                            && asked.link().equals(daemon.link())
                            && asked.id() == daemon.id())
                    .forEach(asked -> words.put(daemon, asked));
        }
    }

    /** Becomes what the kernel shows; whether that differs. */
    boolean meet(List<SyncDaemon> shown) {
        var seen = new ArrayList<SyncDaemon>();
        shown.forEach(daemon -> seen.add(words.getOrDefault(daemon, daemon)));
        boolean same = seen.size() == known.size() && known.containsAll(seen);
        known = seen;
        return !same;
    }

    List<SyncDaemon> known() {
        return known;
    }
}
