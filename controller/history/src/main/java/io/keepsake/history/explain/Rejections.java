package io.keepsake.history.explain;

import io.keepsake.core.event.Decision.AdvertDiscarded;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.event.VrrpEvent.AdvertsRejected;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who speaks on our VRID and does not count: since when, why, and what this node was meanwhile. */
final class Rejections {
    private static final long QUIET_NANOS = 60_000_000_000L;
    private static final int PRESENT_MAX = 256;

    private final NodeHistory node;
    private final Telling telling;
    private final Map<Key, Rejected> present = new LinkedHashMap<>();

    private record Key(InstanceName instance, Ip source, String reason) {}

    private static final class Rejected {
        private final Episode episode;
        private final @Nullable Role role;
        private String detail;
        private boolean master;
        private boolean holed;

        Rejected(Recorded first, @Nullable Role role, String detail) {
            this.episode = new Episode(first);
            this.role = role;
            this.detail = detail;
            this.master = role == Role.MASTER;
        }
    }

    Rejections(NodeHistory node, Telling telling) {
        this.node = node;
        this.telling = telling;
    }

    void onRejected(Recorded recorded, AdvertRejected rejected, @Nullable Role role) {
        var key = new Key(
                rejected.instance(), rejected.source(), rejected.reason().name());
        add(key, recorded, rejected.detail(), role);
    }

    /** More of what was rejected, counted. What was never told whole, for there were too many kinds of it, begins here. */
    void onCounted(Recorded recorded, AdvertsRejected counted, @Nullable Role role) {
        var key = new Key(counted.instance(), counted.source(), counted.reason().name());
        var before = present.get(key);
        var detail =
                before == null ? "counted only: packets of more sources and kinds than are told apart" : before.detail;
        add(key, recorded, detail, role).episode.more(counted.count() - 1);
    }

    void onDiscarded(Recorded recorded, AdvertDiscarded discarded, @Nullable Role role) {
        boolean foreign =
                switch (discarded.reason()) {
                    case LOWER_PRIORITY, NOT_RUNNING, STARTUP_DELAY, OWNER_IGNORES -> false;
                    case INTERVAL_MISMATCH, VERSION_MISMATCH, NOT_A_PEER, PEER_TTL, OWN_ADDRESS, ADDRESS_LIST -> true;
                };
        if (foreign) {
            var key = new Key(
                    discarded.instance(), discarded.source(), discarded.reason().name());
            add(key, recorded, discarded.detail(), role);
        }
    }

    private Rejected add(Key key, Recorded recorded, String detail, @Nullable Role role) {
        var before = present.get(key);
        if (before == null) {
            var begun = new Rejected(recorded, role, detail);
            present.put(key, begun);
            if (present.size() > PRESENT_MAX) {
                var eldest = present.keySet().iterator().next();
                tell(eldest, present.get(eldest));
                present.remove(eldest);
            }
            return begun;
        }
        before.episode.again(recorded);
        before.detail = detail;
        before.master |= role == Role.MASTER;
        return before;
    }

    /** When the packets of {@code source} that go on being refused for this reason began to be, in words. */
    String since(InstanceName instance, Ip source, String reason) {
        var rejected = present.get(new Key(instance, source, reason));
        return rejected == null || rejected.episode.count() == 1
                ? ""
                : ", " + rejected.episode.count() + " since "
                        + node.cite(rejected.episode.first().index());
    }

    /** The first of the packets of {@code source} that were refused since {@code from}; null when there is none. */
    @Nullable Recorded first(InstanceName instance, Ip source, Moment from) {
        Recorded first = null;
        for (var each : present.entrySet()) {
            boolean asked = each.getKey().instance().equals(instance)
                    && each.getKey().source().equals(source);
            var begun = each.getValue().episode.first();
            if (asked && begun.at().reaches(from) && (first == null || begun.index() < first.index())) {
                first = begun;
            }
        }
        return first;
    }

    /** More of them may be in what is missing. */
    void onLost() {
        present.values().forEach(rejected -> rejected.holed = true);
    }

    void endQuiet(Moment now) {
        present.entrySet().removeIf(each -> {
            boolean over = each.getValue().episode.quiet(now, QUIET_NANOS);
            if (over) {
                tell(each.getKey(), each.getValue());
            }
            return over;
        });
    }

    private void tell(Key key, @Nullable Rejected rejected) {
        if (rejected == null) {
            return;
        }
        var episode = rejected.episode;
        var lines = new ArrayList<String>();
        lines.add(key.instance() + " rejected "
                + (rejected.holed ? "at least " : "")
                + (episode.count() == 1 ? rejected.holed ? "one packet" : "a packet" : episode.count() + " packets")
                + " of " + sourceText(key.source())
                + " "
                + episode.span(node) + ", " + (rejected.master ? "while" : "when") + " this node was "
                + (rejected.master ? "MASTER" : rejected.role == null ? "in a role that is not known" : rejected.role));
        lines.add("  " + key.reason() + ": " + rejected.detail);
        lines.addAll(meaning(key, rejected));
        telling.tell(key.instance(), episode, lines);
    }

    /** The unspecified address stands for all that are not told apart. */
    static String sourceText(Ip source) {
        return source.high() == 0 && source.low() == 0 ? "many more sources" : source.toString();
    }

    private static List<String> meaning(Key key, Rejected rejected) {
        if (key.reason().equals(RejectReason.TOO_MANY.name())) {
            return List.of("  so: a loop in the network, or somebody floods it; the sender's link address tells who"
                    + " (tcpdump -e vrrp)");
        }
        if (key.reason().equals(RejectReason.UNKNOWN_VRID.name())) {
            return List.of("  so: another virtual router shares this link; if it should be this one, one of the two"
                    + " virtual_router_id is wrong");
        }
        if (key.reason().equals(DiscardReason.OWN_ADDRESS.name())) {
            return List.of("  so: a duplicate address, a cloned machine or a reflected frame");
        }
        return rejected.master
                ? List.of(
                        "  so: another router speaks on this VRID and did not count here; if it is master of the same"
                                + " addresses, there were two masters",
                        "    collect: the configuration of both, and its journal")
                : List.of("  so: as long as it does not count, this node may take over beside it; compare the"
                        + " configurations of both");
    }

    void end() {
        present.forEach(this::tell);
        present.clear();
    }
}
