package io.keepsake.core.kernel;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.Change;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.SortedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of the kernel about standing objects and not done yet. Every change has a deadline: one that was not
 * answered by then asks for a fresh reading and is tried again, and so is one that failed, after a while.
 *
 * @param pending the last change of each object, by its key
 * @param byEffect the keys of those that were not answered, by the index of the effect
 * @param due the keys by the moment at which their time is over
 */
public record KernelState(
        SortedTable<StandingObject.Key, Pending> pending,
        SortedTable<Long, StandingObject.Key> byEffect,
        SortedTable<Due, StandingObject.Key> due) {

    /** How long a change that failed is left alone. */
    static final long RETRY_NANOS = 1_000_000_000L;

    /** How long the kernel has to answer a change. */
    static final long ANSWER_NANOS = 5_000_000_000L;

    public static final KernelState EMPTY =
            new KernelState(SortedTable.empty(), SortedTable.empty(), SortedTable.empty());

    /**
     * A change that was asked for.
     *
     * @param effect the index it was asked with
     * @param until when its time is over
     * @param answered whether it failed and waits to be tried again
     */
    public record Pending(Change change, long effect, Moment until, boolean answered) {}

    /** When the time of a change is over, and its effect, which tells those of one moment apart. */
    public record Due(Moment at, long effect) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int order = at.compareTo(other.at);
            return order == 0 ? Long.compare(effect, other.effect) : order;
        }
    }

    /** When the time of a change is over. */
    public Moment deadline() {
        var first = due.firstKey();
        return first == null ? Moment.NEVER : first.at();
    }

    /** Whether this very change is on its way, or failed so lately that it must wait. */
    boolean waits(StandingObject.Key key, Change change) {
        var there = pending.get(key);
        return there != null && there.change().equals(change);
    }

    /** Whether nothing is on its way. */
    public boolean idle() {
        return byEffect.isEmpty();
    }

    /** What was asked for and not answered, by the index of the effect. */
    public SortedMap<Long, Change> unanswered() {
        var changes = new TreeMap<Long, Change>();
        byEffect.forEach((effect, key) -> {
            var there = pending.get(key);
            if (there != null) {
                changes.put(effect, there.change());
            }
        });
        return changes;
    }

    /** The addresses that are being put on links. */
    public List<LinkAddress> coming() {
        return KernelPicture.coming(unanswered().values());
    }

    private KernelState with(StandingObject.Key key, Pending next) {
        var rest = without(key);
        return new KernelState(
                rest.pending.with(key, next),
                next.answered() ? rest.byEffect : rest.byEffect.with(next.effect(), key),
                rest.due.with(new Due(next.until(), next.effect()), key));
    }

    private KernelState without(StandingObject.Key key) {
        var there = pending.get(key);
        return there == null
                ? this
                : new KernelState(
                        pending.without(key),
                        byEffect.without(there.effect()),
                        due.without(new Due(there.until(), there.effect())));
    }

    /** With these changes asked for, by the index of the effect. */
    public KernelState asked(SortedMap<Long, Change> changes, Moment now) {
        var next = this;
        for (Map.Entry<Long, Change> one : changes.entrySet()) {
            var key = StandingObject.keyOf(one.getValue());
            if (key.isPresent()) {
                next = next.with(key.get(), new Pending(one.getValue(), one.getKey(), now.plus(ANSWER_NANOS), false));
            }
        }
        return next;
    }

    /** The change that this answer is about; null for a signal, a program, or one given up long ago. */
    public @Nullable Change answeredBy(OutcomeEvent event) {
        var key =
                switch (event) {
                    case OutcomeEvent.EffectApplied e -> byEffect.get(e.effect());
                    case OutcomeEvent.EffectFailed e -> byEffect.get(e.effect());
                    case OutcomeEvent.ProgramRefused _, OutcomeEvent.EventsDropped _, OutcomeEvent.PartFailed _ -> null;
                };
        var there = key == null ? null : pending.get(key);
        return there == null ? null : there.change();
    }

    /** The sockets that this answer is about, if it is about sockets. */
    public Optional<JoinGroup> joinOf(OutcomeEvent event) {
        return answeredBy(event) instanceof JoinGroup join ? Optional.of(join) : Optional.empty();
    }

    /**
     * After an answer; one to a signal, or to something given up, leaves it as it is. An address that the kernel made
     * otherwise than it was asked to waits as after a refusal: asked again at once, it would come and go without end.
     */
    public KernelState after(OutcomeEvent event, LinkTable links, Moment now) {
        return switch (event) {
            case OutcomeEvent.EffectApplied e -> {
                var key = byEffect.get(e.effect());
                yield key == null ? this : madeOtherwise(key, links) ? failed(e.effect(), now) : without(key);
            }
            case OutcomeEvent.EffectFailed e -> failed(e.effect(), now);
            case OutcomeEvent.ProgramRefused _, OutcomeEvent.EventsDropped _, OutcomeEvent.PartFailed _ -> this;
        };
    }

    private boolean madeOtherwise(StandingObject.Key key, LinkTable links) {
        var there = pending.get(key);
        if (there == null || !(there.change() instanceof AddAddress(var address))) {
            return false;
        }
        var standing = links.standing(address.place());
        return standing != null && !standing.same(address.standing());
    }

    private KernelState failed(long effect, Moment now) {
        var key = byEffect.get(effect);
        var there = key == null ? null : pending.get(key);
        return key == null || there == null
                ? this
                : with(key, new Pending(there.change(), effect, now.plus(RETRY_NANOS), true));
    }

    /** After a reading: what it shows to be done needs no answer any more. */
    public KernelState after(LinkTable read) {
        var next = this;
        for (var key : byEffect.values()) {
            var there = pending.get(key);
            boolean done = there != null
                    && switch (there.change()) {
                        case AddAddress(var address) -> read.holds(address.place());
                        case RemoveAddress(var place) -> !read.holds(place);
                        case JoinGroup _, Effect.ProgramIpvs _ -> false;
                    };
            next = done ? next.without(key) : next;
        }
        return next;
    }

    /** The keys of what has had its time. */
    public List<StandingObject.Key> overdue(Moment now) {
        var keys = new ArrayList<StandingObject.Key>();
        var rest = due;
        for (var first = rest.firstKey(); first != null && now.reaches(first.at()); first = rest.firstKey()) {
            var key = rest.get(first);
            if (key != null) {
                keys.add(key);
            }
            rest = rest.without(first);
        }
        return keys;
    }

    /** Whether one of these was never answered: what became of it must be read. */
    public boolean lost(List<StandingObject.Key> overdue) {
        return overdue.stream().map(pending::get).anyMatch(p -> p != null && !p.answered());
    }

    /** After the time of these is over: what failed may be tried again, what was not answered waits for a reading first. */
    public KernelState after(List<StandingObject.Key> overdue, Moment now) {
        var next = this;
        for (var key : overdue) {
            var there = next.pending.get(key);
            if (there != null) {
                next = there.answered()
                        ? next.without(key)
                        : next.with(key, new Pending(there.change(), there.effect(), now.plus(RETRY_NANOS), true));
            }
        }
        return next;
    }

    /** For another configuration: what failed may be tried again at once. */
    public KernelState reloaded() {
        var next = this;
        for (var key : pending.keys()) {
            var there = next.pending.get(key);
            next = there != null && there.answered() ? next.without(key) : next;
        }
        return next;
    }

    /** The lines of this part of the state, for a checkpoint. */
    public List<String> print() {
        var lines = new ArrayList<String>();
        pending.forEach((_, p) -> {
            var out = new TextSink("Pending");
            out.index("effect", p.effect());
            out.moment("until", p.until());
            out.flag("answered", p.answered());
            out.text("change", EventText.print((Effect) p.change()));
            lines.add(out.toString());
        });
        return lines;
    }

    /** Reads what {@link #print} wrote; lines of other kinds are passed over. */
    public static KernelState parse(List<String> lines) {
        var state = EMPTY;
        for (var line : lines) {
            if (TextSource.kind(line).equals("Pending")) {
                var in = TextSource.of(line);
                var change = change(in.text("change"));
                state = state.with(
                        StandingObject.keyOf(change).orElseThrow(),
                        new Pending(change, in.index("effect"), in.moment("until"), in.flag("answered")));
            }
        }
        return state;
    }

    private static Change change(String line) {
        return switch (EventText.parseEffect(line)) {
            case Change change -> change;
            case Effect.Signal signal -> throw new IllegalArgumentException("not a change: " + signal);
        };
    }
}
