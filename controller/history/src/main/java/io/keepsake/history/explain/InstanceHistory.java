package io.keepsake.history.explain;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.event.VrrpEvent.AdvertsRejected;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.history.explain.AdvertLog.Heard;
import io.keepsake.history.explain.RecentFacts.Refusal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one run tells of one instance up to a turn: its role, whom it heard, what it refused. */
final class InstanceHistory {
    private static final int SOURCES_MAX = 256;

    private final InstanceName name;
    private final NodeHistory node;
    private final AdvertLog adverts = new AdvertLog();
    private final RecentFacts<Refusal> refusals = new RecentFacts<>();
    private final Map<Ip, Heard> lastOfSource = new LinkedHashMap<>();
    private final InstanceStatistics statistics;
    private @Nullable Role role;
    private @Nullable Role lostRole;
    private Moment roleSince = new Moment(0);
    private Instant roleSinceWall = Instant.EPOCH;
    private long roleIndex;
    private boolean roleSinceKnown;
    private @Nullable Ip followed;
    /** Whether the last advert was a goodbye: another mastership begins with the next. */
    private boolean saidGoodbye;

    /** Where what the present master sent begins; an index. */
    private long tenureFrom;

    private boolean tenureKnown = true;
    /** Whether adverts may have been heard that are not in what was read. */
    private boolean advertsLost;

    private @Nullable PriorityMove moved;

    /** A change of the effective priority, while in one role. */
    record PriorityMove(long index, Priority from, Priority to, String because) {}

    InstanceHistory(InstanceName name, NodeHistory node) {
        this.name = name;
        this.node = node;
        this.statistics = new InstanceStatistics(name, node);
    }

    void onAdvert(Recorded recorded, AdvertReceived heard) {
        long arrived = recorded.at().nanos() - heard.lateNanos();
        var told = recorded.wall();
        long wall = told.getEpochSecond() * 1_000_000_000L + told.getNano() - heard.lateNanos();
        var priority = heard.advert().priority();
        if (saidGoodbye) {
            tenureBegins(recorded.index(), true);
        }
        saidGoodbye = priority.equals(Priority.STOP);
        adverts.add(recorded.index(), arrived, wall, priority.value(), heard.id(), heard.source());
        statistics.onAdvert(role, arrived, recorded.index());
    }

    /** Remembers an advert as the last of its source; comes after the decisions that asked for the last before it. */
    void onAdvertTaken(Recorded recorded, AdvertReceived heard) {
        lastOfSource.remove(heard.source());
        lastOfSource.put(heard.source(), adverts.newest());
        if (lastOfSource.size() > SOURCES_MAX) {
            lastOfSource.remove(lastOfSource.keySet().iterator().next());
        }
    }

    void onRejected(Recorded recorded, AdvertRejected rejected) {
        refuse(recorded, rejected.source(), rejected.reason().name(), rejected.detail());
    }

    /** More of what was refused and remembered already. */
    void onCounted(long index, AdvertsRejected counted) {
        statistics.onCounted(counted.reason().name(), counted.source(), counted.count(), index);
    }

    void onDiscarded(Recorded recorded, Decision.AdvertDiscarded discarded) {
        refuse(recorded, discarded.source(), discarded.reason().name(), discarded.detail());
    }

    private void refuse(Recorded recorded, Ip source, String reason, String detail) {
        var refusal = new Refusal(recorded.index(), recorded.at(), source, reason, detail);
        refusals.add(refusal);
        statistics.onRefused(refusal);
    }

    /** A lower master that is left alone until the timer runs out. */
    static boolean isLower(Refusal refusal) {
        return refusal.reason().equals(DiscardReason.LOWER_PRIORITY.name());
    }

    /** It follows this master from now on: what another one sent before is not counted with it. */
    void onFollowed(Recorded recorded, Ip master) {
        if (!master.equals(followed)) {
            tenureBegins(recorded.index(), true);
        }
        followed = master;
    }

    /** It has this role from this turn on. */
    void onRole(Turn turn, long index, Role next) {
        begin(turn.recorded(), index, next, true);
    }

    /** It is seen to have this role, since when is not known. */
    void onRoleSeen(Turn turn, long index, Role seen) {
        begin(turn.recorded(), index, seen, false);
    }

    private void begin(Recorded recorded, long index, Role next, boolean known) {
        statistics.onRole(role, next, recorded);
        if (next != role) {
            tenureBegins(recorded.index(), known);
            followed = null;
            moved = null;
        }
        role = next;
        lostRole = null;
        roleSince = recorded.at();
        roleSinceWall = recorded.wall();
        roleIndex = index;
        roleSinceKnown = known;
    }

    private void tenureBegins(long index, boolean known) {
        tenureFrom = index;
        tenureKnown = known;
    }

    /** Its priority is another from now on. */
    void onPriority(Decision.PriorityChanged changed, long index) {
        moved = new PriorityMove(index, changed.from(), changed.to(), changed.because());
    }

    /** The last change of its priority in its present role; null when there is none known. */
    @Nullable PriorityMove moved() {
        return moved;
    }

    /** Nothing is known from here to the first sign of a role. */
    void onLost() {
        lastOfSource.clear();
        advertsLost = true;
        moved = null;
        statistics.onLost(role);
        lostRole = role == null ? lostRole : role;
        role = null;
        followed = null;
    }

    InstanceName name() {
        return name;
    }

    AdvertLog adverts() {
        return adverts;
    }

    RecentFacts<Refusal> refusals() {
        return refusals;
    }

    InstanceStatistics statistics() {
        return statistics;
    }

    /** The advert heard last of {@code source}, without the one that is being taken; null when there is none known. */
    @Nullable Heard lastOf(Ip source) {
        return lastOfSource.get(source);
    }

    /** Whether something is missing before here, in which more may have been heard. */
    boolean advertsLost() {
        return advertsLost;
    }

    /** Null when it is not known. */
    @Nullable Role role() {
        return role;
    }

    /** The role before something that is missing, while the one after it is not known. */
    @Nullable Role lostRole() {
        return lostRole;
    }

    Moment roleSince() {
        return roleSince;
    }

    long roleIndex() {
        return roleIndex;
    }

    /** {@code since 03:12:05Z (1#18)}; where that is not known, it says so. */
    String since() {
        return "since " + node.clock().time(roleSinceWall) + " (" + node.cite(roleIndex) + ")"
                + (roleSinceKnown ? "" : " or before");
    }

    boolean sinceKnown() {
        return roleSinceKnown;
    }

    /**
     * What the identifications tell of the time between the last advert of a router and the one that is being taken;
     * null when they tell nothing.
     */
    @Nullable AdvertIds sentSince(Heard before, AdvertReceived heard) {
        long interval = heard.advert().interval().nanos();
        var steps = AdvertIds.steps(adverts, before, interval);
        var newest = adverts.newest();
        return AdvertIds.between(
                new AdvertIds.Seen(before.id(), before.arrived()),
                node.cite(before.index()),
                steps,
                new AdvertIds.Seen(newest.id(), newest.arrived()),
                interval);
    }

    /** How regularly {@code from} was heard in its present mastership, up to the advert of index {@code last}. */
    String regularity(Ip from, long last) {
        return adverts.regularity(from, tenureFrom, tenureKnown, last);
    }
}
