package io.keepsake.history.explain;

import io.keepsake.core.event.Recorded;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Role;
import io.keepsake.history.explain.RecentFacts.Refusal;
import io.keepsake.history.show.Spans;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is counted of an instance over the window, for the summary. */
final class InstanceStatistics {
    private static final int REFUSED_MAX = 32;

    private final InstanceName name;
    private final NodeHistory node;
    private final Map<RefusedKey, Refused> refused = new LinkedHashMap<>();
    private long refusedMore;
    private Moment masterSince = new Moment(0);
    private long masterNanos;
    private boolean incomplete;
    private long heardAt = -1;
    private long heardIndex;
    private long silence;
    private long silenceFrom;
    private long silenceTo;

    private record RefusedKey(String reason, Ip source) {}

    private record Refused(long count, long first, long last) {}

    InstanceStatistics(InstanceName name, NodeHistory node) {
        this.name = name;
        this.node = node;
    }

    /** What is counted is counted from here. */
    void beginWindow(@Nullable Role role, Moment at) {
        refused.clear();
        refusedMore = 0;
        masterNanos = 0;
        masterSince = at;
        silence = 0;
        incomplete = role == null;
    }

    void onAdvert(@Nullable Role role, long arrived, long index) {
        if (role == Role.BACKUP) {
            silence(arrived, index);
        }
        if (arrived >= heardAt) {
            heardAt = arrived;
            heardIndex = index;
        }
    }

    private void silence(long until, long index) {
        if (heardAt >= 0 && until - heardAt > silence) {
            silence = until - heardAt;
            silenceFrom = heardIndex;
            silenceTo = index;
        }
    }

    void onRole(@Nullable Role from, Role to, Recorded recorded) {
        if (from == Role.BACKUP && to == Role.MASTER) {
            silence(recorded.at().nanos(), recorded.index());
        }
        settle(from, recorded.at());
        masterSince = recorded.at();
        // Only what was heard as backup, or made it one, begins a silence of a backup.
        boolean begins = to == Role.BACKUP && (from == Role.BACKUP || heardIndex == recorded.index());
        heardAt = begins ? heardAt : -1;
    }

    void onLost(@Nullable Role role) {
        settle(role, node.last());
        heardAt = -1;
        incomplete = true;
    }

    private void settle(@Nullable Role role, Moment until) {
        if (role == Role.MASTER) {
            masterNanos += until.since(masterSince);
            masterSince = until;
        }
    }

    void onRefused(Refusal refusal) {
        onCounted(refusal.reason(), refusal.source(), 1, refusal.index());
    }

    /** So many were refused, as told by the event of this index. */
    void onCounted(String reason, Ip source, long count, long index) {
        var key = new RefusedKey(reason, source);
        var before = refused.get(key);
        if (before != null) {
            refused.put(key, new Refused(before.count() + count, before.first(), index));
        } else if (refused.size() < REFUSED_MAX) {
            refused.put(key, new Refused(count, index, index));
        } else {
            refusedMore += count;
        }
    }

    /** The line about it at the end of a run. */
    String summary(@Nullable Role role) {
        settle(role, node.last());
        return name + ": master for " + (incomplete ? "at least " : "") + Spans.print(masterNanos)
                + "; longest time without an advert as backup "
                + (silence == 0
                        ? "none"
                        : Spans.print(silence) + " (" + node.cite(silenceFrom) + " to " + node.cite(silenceTo) + ")")
                + "; rejected or discarded " + (incomplete && !refused.isEmpty() ? "at least " : "") + refusedText();
    }

    private String refusedText() {
        if (refused.isEmpty()) {
            return "none";
        }
        List<String> each = new ArrayList<>();
        refused.forEach(
                (key, r) -> each.add(r.count() + " x " + key.reason() + " of " + Rejections.sourceText(key.source())
                        + " (" + node.cite(r.first()) + (r.first() == r.last() ? "" : ".." + r.last()) + ")"));
        if (refusedMore > 0) {
            each.add(refusedMore + " of other sources");
        }
        return String.join(", ", each);
    }
}
