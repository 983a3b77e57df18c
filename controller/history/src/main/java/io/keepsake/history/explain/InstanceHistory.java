package io.keepsake.history.explain;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Role;
import io.keepsake.history.explain.RecentFacts.Fact;
import io.keepsake.history.show.Spans;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one run tells of one instance. */
final class InstanceHistory {
    private final InstanceName name;
    private final NodeHistory node;
    private final AdvertLog adverts = new AdvertLog();
    private final RecentFacts refusals = new RecentFacts();
    private final SortedMap<String, Long> refusalCounts = new TreeMap<>();
    private @Nullable Role role;
    private Moment roleSince = new Moment(0);
    private Instant roleSinceWall = Instant.EPOCH;
    private long roleIndex;
    private long masterNanos;
    private long heardAt = -1;
    private long heardIndex;
    private long silence;
    private long silenceFrom;
    private long silenceTo;

    InstanceHistory(InstanceName name, NodeHistory node) {
        this.name = name;
        this.node = node;
    }

    void onAdvert(Turn turn, AdvertReceived heard) {
        var recorded = turn.recorded();
        long arrived = recorded.at().nanos() - heard.lateNanos();
        var told = recorded.wall();
        long wall = told.getEpochSecond() * 1_000_000_000L + told.getNano() - heard.lateNanos();
        adverts.add(recorded.index(), arrived, wall, heard.advert().priority().value(), heard.source());
        if (role == Role.BACKUP) {
            silence(arrived, recorded.index());
        }
        heardAt = arrived;
        heardIndex = recorded.index();
    }

    private void silence(long until, long index) {
        if (heardAt >= 0 && until - heardAt > silence) {
            silence = until - heardAt;
            silenceFrom = heardIndex;
            silenceTo = index;
        }
    }

    void onRejected(Turn turn, AdvertRejected rejected) {
        refuse(turn, rejected.reason().name(), rejected.source() + ": " + rejected.detail());
    }

    void onDiscarded(Turn turn, Decision.AdvertDiscarded discarded) {
        refuse(turn, discarded.reason().name(), discarded.source() + ": " + discarded.detail());
    }

    private void refuse(Turn turn, String reason, String text) {
        var at = turn.recorded().at();
        refusals.add(new Fact(turn.recorded().index(), at, at, reason, text));
        refusalCounts.merge(reason, 1L, Long::sum);
    }

    /** It has this role from this turn on. */
    void onRole(Turn turn, long index, Role next) {
        if (role == Role.BACKUP && next == Role.MASTER) {
            silence(turn.recorded().at().nanos(), turn.recorded().index());
        }
        settle(turn.recorded().at());
        role = next;
        roleSince = turn.recorded().at();
        roleSinceWall = turn.recorded().wall();
        roleIndex = index;
        heardAt = next == Role.BACKUP ? heardAt : -1;
    }

    /** Nothing is known from here to the next checkpoint. */
    void onLost() {
        settle(node.last());
        role = null;
        heardAt = -1;
    }

    private void settle(Moment until) {
        if (role == Role.MASTER) {
            masterNanos += until.since(roleSince);
            roleSince = until;
        }
    }

    InstanceName name() {
        return name;
    }

    AdvertLog adverts() {
        return adverts;
    }

    RecentFacts refusals() {
        return refusals;
    }

    @Nullable Role role() {
        return role;
    }

    Moment roleSince() {
        return roleSince;
    }

    Instant roleSinceWall() {
        return roleSinceWall;
    }

    long roleIndex() {
        return roleIndex;
    }

    /** The line about it at the end of a run. */
    String summary() {
        settle(node.last());
        var text = new StringBuilder(name + ": master for " + Spans.print(masterNanos) + "; longest silence heard ");
        text.append(
                silence == 0
                        ? "none"
                        : Spans.print(silence) + " (" + node.cite(silenceFrom) + " to " + node.cite(silenceTo) + ")");
        text.append("; rejected or discarded ");
        if (refusalCounts.isEmpty()) {
            return text.append("none").toString();
        }
        var each = refusalCounts.entrySet().stream()
                .map(e -> e.getValue() + " x " + e.getKey())
                .toList();
        return text.append(String.join(", ", each)).toString();
    }
}
