package io.keepsake.core.kernel;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.Change;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.text.ValueFields;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of the kernel and what became of it.
 *
 * @param inFlight changes that were asked for and not answered yet, by the index of the effect
 * @param joined the link index on which each instance's sockets are open
 * @param owned addresses that a run of this director put on a link and that were not seen to go: the only ones, beside
 *     the configured ones, that it may take away
 * @param failed changes that failed, and are left alone until the moment
 */
public record KernelState(
        SortedMap<Long, Change> inFlight,
        SortedMap<InstanceName, Integer> joined,
        SortedSet<LinkAddress> owned,
        List<Failed> failed) {

    /** How long a change that failed is left alone. */
    static final long RETRY_NANOS = 1_000_000_000L;

    public static final KernelState EMPTY =
            new KernelState(new TreeMap<>(), new TreeMap<>(), new TreeSet<>(), List.of());

    /** A change that failed. */
    public record Failed(Change change, Moment until) {}

    public KernelState {
        inFlight = Collections.unmodifiableSortedMap(inFlight);
        joined = Collections.unmodifiableSortedMap(joined);
        owned = Collections.unmodifiableSortedSet(owned);
        failed = List.copyOf(failed);
    }

    /** When the first failed change may be tried again. */
    public Moment deadline() {
        var earliest = Moment.NEVER;
        for (var one : failed) {
            earliest = earliest.earlierOf(one.until());
        }
        return earliest;
    }

    /** The changes that are on their way, or failed so lately that they must wait. */
    Set<Change> heldBack() {
        var held = new HashSet<>(inFlight.values());
        failed.forEach(f -> held.add(f.change()));
        return held;
    }

    /** With these changes asked for, by the index of the effect. */
    public KernelState asked(SortedMap<Long, Change> changes) {
        var asked = new TreeMap<>(inFlight);
        asked.putAll(changes);
        var mine = new TreeSet<>(owned);
        for (var change : changes.values()) {
            if (change instanceof AddAddress(var address)) {
                mine.add(address.place());
            }
        }
        return new KernelState(asked, joined, mine, failed);
    }

    /** After an answer; an answer to a signal, or to something long forgotten, leaves it as it is. */
    public KernelState after(OutcomeEvent event, Moment now) {
        return switch (event) {
            case OutcomeEvent.EffectApplied e -> applied(e.effect());
            case OutcomeEvent.EffectFailed e -> failed(e.effect(), now);
            case OutcomeEvent.ProgramRefused _, OutcomeEvent.EventsDropped _ -> this;
        };
    }

    /** The sockets that this answer is about, if it is about sockets. */
    public Optional<JoinGroup> joinOf(OutcomeEvent event) {
        var change =
                switch (event) {
                    case OutcomeEvent.EffectApplied e -> inFlight.get(e.effect());
                    case OutcomeEvent.EffectFailed e -> inFlight.get(e.effect());
                    case OutcomeEvent.ProgramRefused _, OutcomeEvent.EventsDropped _ -> null;
                };
        return change instanceof JoinGroup join ? Optional.of(join) : Optional.empty();
    }

    private KernelState applied(long effect) {
        var change = inFlight.get(effect);
        if (change == null) {
            return this;
        }
        var open = new TreeMap<>(joined);
        if (change instanceof JoinGroup join) {
            open.put(join.instance(), join.linkIndex());
        }
        return new KernelState(without(effect), open, owned, failed);
    }

    private KernelState failed(long effect, Moment now) {
        var change = inFlight.get(effect);
        if (change == null) {
            return this;
        }
        var waiting = new ArrayList<>(failed);
        waiting.add(new Failed(change, now.plus(RETRY_NANOS)));
        return new KernelState(without(effect), joined, owned, waiting);
    }

    private SortedMap<Long, Change> without(long effect) {
        var rest = new TreeMap<>(inFlight);
        rest.remove(effect);
        return rest;
    }

    /** Once an owned address is gone it is owned no more, whoever took it. */
    public KernelState after(LinkEvent event) {
        var gone =
                switch (event) {
                    case LinkEvent.AddressGone e ->
                        owned.contains(e.address()) ? List.of(e.address()) : List.<LinkAddress>of();
                    case LinkEvent.LinkGone e ->
                        owned.stream().filter(a -> a.link().equals(e.link())).toList();
                    case LinkEvent.KernelRead e ->
                        owned.stream()
                                .filter(a -> !e.addresses().contains(a) && !asksFor(a))
                                .toList();
                    case LinkEvent.AddressSeen _, LinkEvent.LinkSeen _ -> List.<LinkAddress>of();
                };
        if (gone.isEmpty()) {
            return this;
        }
        var mine = new TreeSet<>(owned);
        mine.removeAll(gone);
        return new KernelState(inFlight, joined, mine, failed);
    }

    private boolean asksFor(LinkAddress address) {
        return inFlight.values().stream()
                .anyMatch(
                        c -> c instanceof AddAddress(var asked) && asked.place().equals(address));
    }

    /** With addresses that the journal says an earlier run left behind. */
    public KernelState recalled(Collection<LinkAddress> addresses) {
        var mine = new TreeSet<>(owned);
        return mine.addAll(addresses) ? new KernelState(inFlight, joined, mine, failed) : this;
    }

    /** For another configuration: an instance that stands elsewhere now must open its sockets anew. */
    public KernelState reloaded(ControllerConfig before, ControllerConfig after) {
        var open = new TreeMap<>(joined);
        open.keySet().removeIf(name -> !sameSockets(instance(before, name), instance(after, name)));
        return new KernelState(inFlight, open, owned, List.of());
    }

    private static @Nullable InstanceConfig instance(ControllerConfig config, InstanceName name) {
        return config.instances().stream()
                .filter(i -> i.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static boolean sameSockets(@Nullable InstanceConfig one, @Nullable InstanceConfig other) {
        return one != null
                && other != null
                && one.link().equals(other.link())
                && one.family() == other.family()
                && one.vrid().equals(other.vrid())
                && one.group().equals(other.group())
                && one.unicast() == other.unicast();
    }

    /** Without the failures whose wait is over. */
    public KernelState at(Moment now) {
        if (failed.isEmpty()) {
            return this;
        }
        var waiting = failed.stream().filter(f -> !now.reaches(f.until())).toList();
        return waiting.size() == failed.size() ? this : new KernelState(inFlight, joined, owned, waiting);
    }

    /** The lines of this part of the state, for a checkpoint. */
    public List<String> print() {
        var lines = new ArrayList<String>();
        inFlight.forEach((index, change) -> {
            var out = new TextSink("InFlight");
            out.index("index", index);
            out.text("change", EventText.print((Effect) change));
            lines.add(out.toString());
        });
        joined.forEach((instance, index) -> {
            var out = new TextSink("Joined");
            out.name("instance", instance.value());
            out.number("index", index);
            lines.add(out.toString());
        });
        owned.forEach(address -> {
            var out = new TextSink("Owned");
            ValueFields.writePlace(address, out);
            lines.add(out.toString());
        });
        failed.forEach(f -> {
            var out = new TextSink("Failed");
            out.moment("until", f.until());
            out.text("change", EventText.print((Effect) f.change()));
            lines.add(out.toString());
        });
        return lines;
    }

    /** Reads what {@link #print} wrote; lines of other kinds are passed over. */
    public static KernelState parse(List<String> lines) {
        var asked = new TreeMap<Long, Change>();
        var open = new TreeMap<InstanceName, Integer>();
        var mine = new TreeSet<LinkAddress>();
        var waiting = new ArrayList<Failed>();
        for (var line : lines) {
            var in = TextSource.of(line);
            switch (TextSource.kind(line)) {
                case "InFlight" -> asked.put(in.index("index"), change(in.text("change")));
                case "Joined" -> open.put(ValueFields.instance(in), (int) in.number("index"));
                case "Owned" -> mine.add(ValueFields.readPlace(in));
                case "Failed" -> waiting.add(new Failed(change(in.text("change")), in.moment("until")));
                default -> {}
            }
        }
        return new KernelState(asked, open, mine, waiting);
    }

    private static Change change(String line) {
        return switch (EventText.parseEffect(line)) {
            case Change change -> change;
            case Effect.Signal signal -> throw new IllegalArgumentException("not a change: " + signal);
        };
    }
}
