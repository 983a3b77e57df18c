package io.keepsake.history.cluster;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.JournalEvent.RecordingGap;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.ProcessStarted;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.OutcomeEvent.ProgramRefused;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.event.VrrpEvent.AdvertsRejected;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.StandingAddress;
import io.keepsake.history.clock.ClockLog;
import io.keepsake.history.clock.Sources;
import io.keepsake.history.cluster.Streaks.Streak;
import io.keepsake.history.explain.AdvertIds;
import io.keepsake.history.explain.ConfigDifference;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalItem.Unknown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes facts of the journal of one node, item by item in its order. Folds nothing: what a director concluded is in its
 * journal. Holds what goes on, and the facts; adverts and rejected packets are summed up, so the facts grow with what
 * happened and not with time.
 */
final class NodeScan {
    /** A break in adverts is a silence of so many intervals. */
    private static final double BREAK = 1.6;

    private static final long REJECTED_PAUSE_NANOS = 60_000_000_000L;
    private static final int OUTSTANDING_MAX = 10_000;
    private static final int DETAILS_MAX = 10_000;

    /** What a fact takes, about, with its stamps. */
    private static final long FACT_BYTES = 400;

    private record Heard(InstanceName instance, Ip source, int priority, long interval, List<Ip> addresses) {}

    private record Sent(InstanceName instance, Ip source, int priority, long interval) {}

    private record SendFailure(InstanceName instance, int errno, String detail) {}

    private record Refused(InstanceName instance, Ip source, RejectReason reason, String detail) {}

    private record Rejection(InstanceName instance, Ip source, RejectReason reason) {}

    private record Discarded(InstanceName instance, Ip source, DiscardReason reason, String detail) {}

    private final ClockLog clocks;
    private final List<Fact> facts = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final Streaks<Heard> heard = new Streaks<>(this::tellHeard);
    private final Streaks<Sent> sent = new Streaks<>(this::tellSent);
    private final Streaks<SendFailure> sendFailures = new Streaks<>(s ->
            facts.add(new Fact.SendFailed(s.first, s.last, s.key.instance(), s.key.errno(), s.key.detail(), s.count)));
    private final Streaks<Refused> refused = new Streaks<>(s -> facts.add(new Fact.Rejected(
            s.first, s.last, s.key.instance(), s.key.source(), s.key.reason(), s.key.detail(), s.count)));
    private final Streaks<Discarded> discarded = new Streaks<>(s -> facts.add(new Fact.Discarded(
            s.first, s.last, s.key.instance(), s.key.source(), s.key.reason(), s.key.detail(), s.count)));
    private final Repairs repairs = new Repairs(facts::add);
    /** Adverts whose failure, if they failed, is not told yet. */
    private final Map<Long, Sent> outstanding = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Sent> eldest) {
            return size() > OUTSTANDING_MAX;
        }
    };

    /** What was asked of the IPVS table and is not answered yet, by the index of the effect. */
    private final Map<Long, Fact.Programmed> programs = new LinkedHashMap<>();

    /** How packets were rejected that are counted since. */
    private final Map<Rejection, String> details = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Rejection, String> eldest) {
            return size() > DETAILS_MAX;
        }
    };

    private final Map<InstanceName, Role> roles = new HashMap<>();
    private final Map<InterfaceName, Link> links = new HashMap<>();
    private final Set<LinkAddress> standing = new HashSet<>();
    private @Nullable ControllerConfig config;
    private @Nullable Stamp last;
    private boolean stopping;
    /** Whether nothing was read of this run since a hole in it. */
    private boolean torn;
    /** Whether roles, links and addresses are known: from a run's beginning, or from a checkpoint on. */
    private boolean known;

    private long expected;
    private long run;
    private String version = "";
    private boolean begun;

    NodeScan(String node, Sources sources) {
        clocks = new ClockLog(node, sources);
    }

    ClockLog clocks() {
        return clocks;
    }

    void take(JournalItem item) {
        switch (item) {
            case RunStarted started -> begin(started);
            case TurnRead read -> turn(read.turn());
            case Unknown unknown -> hole("a turn of another version: " + unknown.kind());
            case Damaged damaged ->
                hole("damage in " + damaged.file().getFileName() + " at byte " + damaged.position() + ": "
                        + damaged.what());
        }
    }

    /** The facts as they are if nothing more comes, in the order of the journal; more may come all the same. */
    List<Fact> facts() {
        int over = facts.size();
        var end = last;
        if (end != null) {
            heard.tellAll();
            sent.tellAll();
            sendFailures.tellAll();
            refused.tellAll();
            discarded.tellAll();
            repairs.tell();
            facts.addAll(programs.values());
            facts.add(new Fact.Ended(end, stopping ? Fact.End.STOPPED : Fact.End.JOURNAL_ENDS));
        }
        var all = new ArrayList<>(facts);
        facts.subList(over, facts.size()).clear();
        all.sort((a, b) -> {
            int byClock = Integer.compare(
                    a.stamp().clock().stretch(), b.stamp().clock().stretch());
            int byTime = byClock != 0
                    ? byClock
                    : Long.compare(a.stamp().moment(), b.stamp().moment());
            return byTime != 0
                    ? byTime
                    : Long.compare(a.stamp().index(), b.stamp().index());
        });
        return all;
    }

    /** Bytes that it takes, about. */
    long bytes() {
        return facts.size() * FACT_BYTES + clocks.bytes();
    }

    private void begin(RunStarted started) {
        var end = last;
        endRun();
        if (end != null && started.run() > run + 1) {
            missingRuns(end, run + 1, started.run() - 1);
        }
        run = started.run();
        version = started.version();
        expected = started.firstIndex();
        known = started.firstIndex() == 1;
        begun = false;
        stopping = false;
        torn = false;
        last = null;
    }

    /** Of runs in between nothing is there: nobody knows what the node did until the next began. */
    private void missingRuns(Stamp end, long first, long last) {
        var what = (first == last ? "run " + first : "runs " + first + " to " + last) + ": nothing was recorded, or "
                + (first == last ? "its" : "their") + " files are missing";
        missing.add(what);
        facts.add(new Fact.Hole(end, what));
    }

    /** Another run follows. */
    private void endRun() {
        var end = last;
        if (end == null) {
            return;
        }
        endStreaks();
        facts.add(new Fact.Ended(end, stopping ? Fact.End.STOPPED : torn ? Fact.End.MISSING : Fact.End.WITHOUT_A_WORD));
        roles.clear();
        links.clear();
        standing.clear();
        config = null;
        last = null;
    }

    private void endStreaks() {
        heard.endAll();
        sent.endAll();
        sendFailures.endAll();
        refused.endAll();
        discarded.endAll();
        repairs.end();
        outstanding.clear();
        facts.addAll(programs.values());
        programs.clear();
    }

    /** What is missing, in the order of the journal. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    private void hole(String what) {
        missing.add(what);
        var at = last;
        known = false;
        torn = true;
        expected = 0;
        if (at != null) {
            endStreaks();
            facts.add(new Fact.Hole(at, what));
            roles.clear();
            standing.clear();
        }
    }

    private void turn(Turn turn) {
        var recorded = turn.recorded();
        if (expected != 0 && recorded.index() != expected && !(recorded.event() instanceof RecordingGap)) {
            hole("turns are missing: expected #" + expected + ", found #" + recorded.index());
        }
        expected = turn.nextIndex();
        var clock = clocks.take(run, turn);
        var at = new Stamp(clock, recorded.at().nanos(), recorded.wall(), run, recorded.index());
        var event = recorded.event();
        if (!begun) {
            begun = true;
            if (event instanceof ProcessStarted e) {
                facts.add(new Fact.Began(at, version, e.bootId(), e.pid(), recorded.index() == 1));
            } else {
                facts.add(new Fact.Began(at, version, "", 0, recorded.index() == 1));
            }
        }
        if (event instanceof RecordingGap gap) {
            hole("not recorded: " + gap.reason());
        } else if (event instanceof Checkpoint checkpoint && !known) {
            recall(at, checkpoint);
        }
        var before = last;
        if (before != null && !before.clock().equals(at.clock())) {
            facts.add(new Fact.ClockJumped(
                    at,
                    before,
                    ClockLog.nanos(at.wall()) - at.moment() - (ClockLog.nanos(before.wall()) - before.moment())));
        }
        last = at;
        torn = false;
        repairs.answered(at, event);
        event(at, event);
        for (int i = 0; i < turn.decisions().size(); i++) {
            decision(at.index(turn.decisionIndex(i)), turn.decisions().get(i), event);
        }
        for (int i = 0; i < turn.effects().size(); i++) {
            effect(at.index(turn.effectIndex(i)), turn.effects().get(i));
        }
    }

    /** What was so at a checkpoint, of which the record before says nothing. */
    private void recall(Stamp at, Checkpoint checkpoint) {
        NodeState state;
        try {
            state = NodeState.of(checkpoint);
        } catch (IllegalArgumentException damaged) {
            hole("a checkpoint that makes no state: " + damaged.getMessage());
            return;
        }
        known = true;
        stopping = state.stopping();
        for (var link : state.links().links()) {
            moved(at, link.name(), link);
        }
        for (var address : state.links().addresses()) {
            stands(at, address.place(), state.links().owns(address.place()), false);
        }
        var vrrp = state.vrrp();
        if (vrrp != null) {
            configured(at, vrrp.config());
            for (var instance : vrrp.config().instances()) {
                role(at, instance.name(), Role.INIT, vrrp.state(instance.name()).role(), null, null);
            }
        }
    }

    private void configured(Stamp at, ControllerConfig accepted) {
        var before = config;
        config = accepted;
        facts.add(new Fact.Configured(
                at, accepted, before == null ? List.of() : ConfigDifference.between(before, accepted)));
    }

    private void event(Stamp at, Event event) {
        switch (event) {
            case AdvertReceived e -> advert(at.at(at.moment() - e.lateNanos()), e);
            // Nothing of ours: who sent it may well be master of one of ours too.
            case AdvertRejected e when e.reason() == RejectReason.UNKNOWN_VRID -> {}
            case AdvertsRejected e when e.reason() == RejectReason.UNKNOWN_VRID -> {}
            case AdvertRejected e -> {
                details.put(new Rejection(e.instance(), e.source(), e.reason()), e.detail());
                refused.add(new Refused(e.instance(), e.source(), e.reason(), e.detail()), at, REJECTED_PAUSE_NANOS);
            }
            case AdvertsRejected e -> {
                var detail =
                        details.getOrDefault(new Rejection(e.instance(), e.source(), e.reason()), "more of the same");
                var streak = refused.add(
                        new Refused(e.instance(), e.source(), e.reason(), detail), at, REJECTED_PAUSE_NANOS);
                streak.count += e.count() - 1;
            }
            case ConfigAccepted e -> configured(at, e.config());
            case StopRequested e -> {
                stopping = true;
                facts.add(new Fact.Asked(at, e));
            }
            case OperatorEvent.LeftoversRecalled _ -> {}
            case ProcessStarted _ -> {}
            case OperatorEvent e -> facts.add(new Fact.Asked(at, e));
            case LinkEvent e -> link(at, e);
            case ClockEvent.LoopStalled e -> facts.add(new Fact.Stalled(at, e.nanos(), e.waitedNanos()));
            case ClockEvent.WallClockStepped e -> facts.add(new Fact.Stepped(at, e.nanos()));
            case EffectApplied e -> programmed(e.effect(), at);
            case ProgramRefused e -> programmed(e.effect(), at);
            case EffectFailed e -> failed(at, e);
            case IpvsEvent.IpvsRead _, IpvsEvent.IpvsUnavailable _ -> {}
            case IpvsEvent e -> repairs.seen(at, e);
            default -> {}
        }
    }

    private void advert(Stamp at, AdvertReceived e) {
        var advert = e.advert();
        long interval = advert.interval().nanos();
        var key = new Heard(e.instance(), e.source(), advert.priority().value(), interval, advert.addresses());
        var known = heard.get(key);
        if (known == null) {
            heard.end(k -> k.instance().equals(e.instance()) && k.source().equals(e.source()));
        }
        var streak = heard.add(key, known, at, (long) (interval * BREAK));
        int step = (e.id() - streak.lastId) & 0xffff;
        if (streak.count == 1) {
            streak.firstId = e.id();
        } else {
            streak.leastStep = streak.count == 2 ? step : Math.min(streak.leastStep, step);
            streak.mostStep = Math.max(streak.mostStep, step);
        }
        streak.lastId = e.id();
    }

    private void tellHeard(Streak<Heard> s) {
        facts.add(new Fact.Heard(
                s.first,
                s.last,
                s.key.instance(),
                s.key.source(),
                s.key.priority(),
                s.key.interval(),
                s.count,
                s.longest,
                s.firstId,
                s.lastId,
                new AdvertIds.Steps((int) Math.min(s.count - 1, Integer.MAX_VALUE), s.leastStep, s.mostStep),
                s.key.addresses()));
    }

    private void tellSent(Streak<Sent> s) {
        facts.add(new Fact.Sent(
                s.first,
                s.last,
                s.key.instance(),
                s.key.source(),
                s.key.priority(),
                s.key.interval(),
                s.count,
                s.longest,
                s.failed));
    }

    private void programmed(long effect, @Nullable Stamp done) {
        var asked = programs.remove(effect);
        if (asked != null) {
            facts.add(new Fact.Programmed(asked.stamp(), asked.changes(), done));
        }
    }

    private void failed(Stamp at, EffectFailed e) {
        programmed(e.effect(), null);
        var advert = outstanding.remove(e.effect());
        if (advert == null) {
            facts.add(new Fact.Failed(at, "#" + e.effect(), e.errno(), e.detail()));
            return;
        }
        var streak = sent.get(advert);
        if (streak != null) {
            streak.failed++;
        }
        sendFailures.add(
                new SendFailure(advert.instance(), e.errno(), e.detail()), at, (long) (advert.interval() * BREAK));
    }

    private void link(Stamp at, LinkEvent event) {
        switch (event) {
            case LinkEvent.KernelRead read -> {
                var seen = new HashSet<InterfaceName>();
                read.links().forEach(link -> {
                    seen.add(link.name());
                    moved(at, link.name(), link);
                });
                List.copyOf(links.keySet()).stream()
                        .filter(name -> !seen.contains(name))
                        .forEach(name -> moved(at, name, null));
                var places = new HashSet<LinkAddress>();
                for (var address : read.addresses()) {
                    places.add(address.place());
                    stands(at, address.place(), false, false);
                }
                List.copyOf(standing).stream()
                        .filter(place -> !places.contains(place))
                        .forEach(place -> gone(at, place, false, false));
            }
            case LinkEvent.LinkSeen e -> moved(at, e.link().name(), e.link());
            case LinkEvent.LinkGone e -> moved(at, e.link(), null);
            case LinkEvent.AddressSeen(StandingAddress address, boolean own) -> stands(at, address.place(), own, true);
            case LinkEvent.AddressGone(LinkAddress address, boolean own) -> gone(at, address, own, true);
        }
    }

    private void moved(Stamp at, InterfaceName name, @Nullable Link link) {
        var before = link == null ? links.remove(name) : links.put(name, link);
        if (link == null || before != null && before.index() != link.index()) {
            List.copyOf(standing).stream()
                    .filter(place -> place.link().equals(name))
                    .forEach(place -> gone(at, place, false, true)); // with the link
        }
        boolean same = before != null
                && link != null
                && before.index() == link.index()
                && before.up() == link.up()
                && before.running() == link.running();
        if (!same && !(before == null && link == null)) {
            facts.add(new Fact.LinkMoved(at, name, link, before));
        }
    }

    private void stands(Stamp at, LinkAddress place, boolean own, boolean noticed) {
        if (standing.add(place)) {
            facts.add(new Fact.AddressMoved(at, place, true, own, noticed));
        }
    }

    private void gone(Stamp at, LinkAddress place, boolean own, boolean noticed) {
        if (standing.remove(place)) {
            facts.add(new Fact.AddressMoved(at, place, false, own, noticed));
        }
    }

    private void decision(Stamp at, Decision decision, Event told) {
        switch (decision) {
            case Decision.BecameBackup d -> role(at, d.instance(), d.from(), Role.BACKUP, d, told);
            case Decision.BecameMaster d -> role(at, d.instance(), d.from(), Role.MASTER, d, told);
            case Decision.BecameFault d -> role(at, d.instance(), d.from(), Role.FAULT, d, told);
            case Decision.BecameStopped d -> role(at, d.instance(), d.from(), Role.INIT, d, told);
            case Decision.AdvertDiscarded d ->
                discarded.add(
                        new Discarded(d.instance(), d.source(), d.reason(), d.detail()), at, REJECTED_PAUSE_NANOS);
            default -> facts.add(new Fact.Decided(at, decision, told));
        }
    }

    private void role(
            Stamp at, InstanceName instance, Role from, Role to, @Nullable Decision decision, @Nullable Event told) {
        var before = roles.put(instance, to);
        discarded.end(k -> k.instance().equals(instance) && k.reason() == DiscardReason.LOWER_PRIORITY);
        if (before == null || !before.equals(to) || !Objects.equals(from, to)) {
            facts.add(new Fact.Moved(at, instance, before == null ? from : before, to, decision, told));
        }
    }

    private void effect(Stamp at, Effect effect) {
        switch (effect) {
            case SendAdvert e -> {
                var advert = e.advert();
                long interval = advert.interval().nanos();
                var key = new Sent(e.instance(), e.source(), advert.priority().value(), interval);
                var known = sent.get(key);
                if (known == null) {
                    sent.end(k -> k.instance().equals(e.instance()));
                }
                sent.add(key, known, at, (long) (interval * BREAK));
                outstanding.put(at.index(), key);
                if (roles.get(e.instance()) == null && advert.priority().value() != 0) {
                    role(at, e.instance(), Role.INIT, Role.MASTER, null, null);
                }
            }
            case Effect.SendGratuitousArp e -> facts.add(new Fact.Announced(at, e.addresses()));
            case Effect.ProgramIpvs e -> {
                repairs.asked(e, at.index());
                programs.put(at.index(), new Fact.Programmed(at, e.changes().size(), null));
            }
            default -> {}
        }
    }
}
