package io.keepsake.core.track;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.text.ValueFields;
import io.keepsake.core.track.ScriptState.Verdict;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.FaultReason;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of every instance as they are now. Effective priority and FAULT come from here and from nowhere else.
 * Immutable; a fact costs as much as the instances that it concerns.
 */
public final class TrackTable {
    private final ControllerConfig config;
    private final Conditions conditions;
    private final SourceAddresses sources;
    private final Sockets[] sockets;
    private final ScriptTable scripts;
    private final Tracked[] tracked;

    /**
     * What became of the last try to open an instance's sockets.
     *
     * @param incarnation of the link that they were opened on; 0 for never
     */
    public record Sockets(long incarnation, boolean open) {
        static final Sockets NEVER = new Sockets(0, false);
    }

    /** What a script led to: the conditions with it, and the places of the instances that track it. */
    public record Answered(Step<TrackTable> step, List<Integer> concerned) {}

    private TrackTable(ControllerConfig config, Sockets[] sockets, ScriptTable scripts, LinkTable links) {
        this.config = config;
        this.conditions = new Conditions(config);
        this.sources = SourceAddresses.of(config);
        this.sockets = sockets;
        this.scripts = scripts;
        this.tracked = new Tracked[sockets.length];
        Arrays.setAll(tracked, place -> judged(place, links));
    }

    private TrackTable(TrackTable before, Sockets[] sockets, ScriptTable scripts, Tracked[] tracked) {
        this.config = before.config;
        this.conditions = before.conditions;
        this.sources = before.sources;
        this.sockets = sockets;
        this.scripts = scripts;
        this.tracked = tracked;
    }

    /** The conditions of {@code config}, no sockets open yet, and every script about to run. */
    public static TrackTable of(ControllerConfig config, LinkTable links, Moment now) {
        var none = new Sockets[config.instances().size()];
        Arrays.fill(none, Sockets.NEVER);
        return new TrackTable(config, none, ScriptTable.begun(config.vrrpScripts(), now), links);
    }

    /**
     * The conditions of another configuration; sockets that hear the same stay open, and scripts that are the same go
     * on.
     */
    public TrackTable reloaded(ControllerConfig next, LinkTable links, Moment now) {
        var kept = new Sockets[next.instances().size()];
        for (int i = 0; i < kept.length; i++) {
            var instance = next.instances().get(i);
            int place = conditions.place(instance.name());
            boolean same = place >= 0 && sameSockets(config.instances().get(place), instance);
            kept[i] = same ? sockets[place] : Sockets.NEVER;
        }
        return new TrackTable(next, kept, scripts.reloaded(next.vrrpScripts(), now), links);
    }

    private static boolean sameSockets(InstanceConfig one, InstanceConfig other) {
        return one.link().equals(other.link())
                && one.family() == other.family()
                && one.vrid().equals(other.vrid())
                && one.group().equals(other.group())
                && one.unicast() == other.unicast();
    }

    /** What the conditions make of the instance at this place of the configuration. */
    public Tracked at(int place) {
        return tracked[place];
    }

    /** What became of the sockets of the instance at this place. */
    public Sockets sockets(int place) {
        return sockets[place];
    }

    /** The place of an instance in the configuration; -1 for one that is not configured. */
    public int place(InstanceName name) {
        return conditions.place(name);
    }

    /** The places of every instance. */
    public List<Integer> everywhere() {
        return IntStream.range(0, conditions.size()).boxed().toList();
    }

    /** The instances of which this is a virtual address, by place, and what each has of it, with whatever prefixes. */
    public SortedMap<Integer, List<VirtualAddress>> holding(InterfaceName link, Ip ip) {
        return conditions.holding(link, ip);
    }

    /** What this instance has of the address, with whatever prefixes. */
    public List<VirtualAddress> virtual(InstanceName instance, InterfaceName link, Ip ip) {
        return conditions.holding(link, ip).getOrDefault(place(instance), List.of());
    }

    /** The places of the instances that a fact concerns: their conditions or their addresses. */
    public Collection<Integer> concerned(LinkEvent event, LinkTable before, LinkTable after) {
        return switch (event) {
            case LinkEvent.KernelRead _ -> everywhere();
            case LinkEvent.LinkSeen e -> conditions.onLink(e.link().name());
            case LinkEvent.LinkGone e -> conditions.onLink(e.link());
            case LinkEvent.AddressSeen e ->
                byAddress(e.address().link(), e.address().ip(), before, after);
            case LinkEvent.AddressGone e ->
                byAddress(e.address().link(), e.address().address().ip(), before, after);
        };
    }

    private Set<Integer> byAddress(InterfaceName link, Ip ip, LinkTable before, LinkTable after) {
        boolean moved = !source(link, ip.family(), before).equals(source(link, ip.family(), after));
        return Conditions.union(
                conditions.holding(link, ip).keySet(), moved ? conditions.advertisingOn(link) : List.of());
    }

    private Object source(InterfaceName link, Family family, LinkTable links) {
        return sources.automatic(link, family, links);
    }

    /** The table after a fact about links; the same object when nothing differs. */
    public TrackTable onLinks(Collection<Integer> concerned, LinkTable links) {
        Tracked[] changed = null;
        for (int place : concerned) {
            var next = judged(place, links);
            if (!next.equals(tracked[place])) {
                changed = changed == null ? tracked.clone() : changed;
                changed[place] = next;
            }
        }
        return changed == null ? this : new TrackTable(this, sockets, scripts, changed);
    }

    /** The earliest moment at which a script is to be run, or its answer given up. */
    public Moment deadline() {
        return scripts.deadline();
    }

    /** Has scripts run that are due. */
    public Step<TrackTable> onDeadline(Moment now, long index) {
        var step = scripts.onDeadline(now, index);
        return step.toward(new TrackTable(this, sockets, step.next(), tracked));
    }

    /** A script ended; null when it is none of these. */
    public @Nullable Answered onScript(ScriptEvent event, Moment now, LinkTable links) {
        var name = scripts.concerned(event);
        if (name == null) {
            return null;
        }
        var concerned = conditions.tracking(name);
        var step = scripts.onAnswer(name, event, now);
        return new Answered(
                step.toward(new TrackTable(this, sockets, step.next(), tracked).onLinks(concerned, links)), concerned);
    }

    /** No script is run any more; what they said stays. */
    public TrackTable ended() {
        return new TrackTable(this, sockets, scripts.ended(), tracked);
    }

    /** The sockets of the instance at this place were opened on that incarnation of its link, or could not be. */
    public TrackTable onSockets(int place, long incarnation, boolean open, LinkTable links) {
        var others = sockets.clone();
        others[place] = new Sockets(incarnation, open);
        return new TrackTable(this, others, scripts, tracked).onLinks(List.of(place), links);
    }

    private Tracked judged(int place, LinkTable links) {
        var self = config.instances().get(place);
        var source = sources.of(self, links);
        var faults = new ArrayList<FaultCause>(1);
        var weights = new ArrayList<Tracked.Weight>(0);
        boolean waits = false;
        for (var condition : conditions.of(place)) {
            switch (condition) {
                case Condition.AdvertLink c -> advertLink(c, links, faults);
                case Condition.SourceAddress _ -> {
                    if (source.isEmpty() && links.link(self.link()).isPresent()) {
                        faults.add(new FaultCause(
                                FaultReason.NO_SOURCE_IP, self.link().value()));
                    }
                }
                case Condition.Unique c -> faults.add(new FaultCause(FaultReason.DUPLICATE_VRID, c.other()));
                case Condition.Sockets _ -> {
                    if (!sockets[place].open() && triedOnThis(place, self, links)) {
                        faults.add(new FaultCause(
                                FaultReason.SOCKET_FAILED, self.link().value()));
                    }
                }
                case Condition.AddressLink c -> {
                    if (!usable(c.link(), links)) {
                        faults.add(new FaultCause(
                                FaultReason.ADDRESS_INTERFACE_DOWN, c.link().value()));
                    }
                }
                case Condition.TrackedLink c ->
                    weigh(
                            usable(c.link(), links) != c.reverse(),
                            c.weight(),
                            FaultReason.TRACKED_INTERFACE,
                            c.link().value(),
                            faults,
                            weights);
                case Condition.Script c -> {
                    var state = scripts.state(c.name());
                    if (state != null && state.verdict() != Verdict.UNKNOWN) {
                        boolean holds = (state.verdict() == Verdict.GOOD) != c.reverse();
                        weigh(holds, c.weight(), FaultReason.TRACKED_SCRIPT, c.name(), faults, weights);
                    } else if (state != null && state.held() && c.weight() == 0) {
                        waits = true;
                    }
                }
            }
        }
        boolean hears = sockets[place].open() && triedOnThis(place, self, links);
        return new Tracked(faults, hears, waits, priority(self, weights), weights, source.orElse(null));
    }

    private boolean triedOnThis(int place, InstanceConfig self, LinkTable links) {
        long incarnation = links.incarnation(self.link());
        return incarnation != 0 && sockets[place].incarnation() == incarnation;
    }

    private static boolean usable(InterfaceName link, LinkTable links) {
        return links.link(link).filter(Link::usable).isPresent();
    }

    private static void advertLink(Condition.AdvertLink c, LinkTable links, List<FaultCause> faults) {
        if (links.link(c.link()).isEmpty()) {
            faults.add(new FaultCause(FaultReason.INTERFACE_MISSING, c.link().value()));
        } else if (c.usable() && !usable(c.link(), links)) {
            faults.add(new FaultCause(FaultReason.INTERFACE_DOWN, c.link().value()));
        }
    }

    private static void weigh(
            boolean holds,
            int weight,
            FaultReason reason,
            String subject,
            List<FaultCause> faults,
            List<Tracked.Weight> weights) {
        if (weight == 0) {
            if (!holds) {
                faults.add(new FaultCause(reason, subject));
            }
        } else if (holds == weight > 0) {
            weights.add(new Tracked.Weight(subject, weight));
        }
    }

    /** The configured priority and the weights, 1 to 254; an owner's is not changed by what it tracks. */
    private static Priority priority(InstanceConfig self, List<Tracked.Weight> weights) {
        if (self.owner()) {
            return Priority.OWNER;
        }
        int sum = self.priority().value();
        for (var weighed : weights) {
            sum += weighed.weight();
        }
        return new Priority(Math.clamp(sum, 1, 254));
    }

    /** The lines of this part of the state, for a checkpoint: sockets and scripts. All else follows from links. */
    public List<String> print() {
        var lines = new ArrayList<String>();
        for (int i = 0; i < sockets.length; i++) {
            if (!sockets[i].equals(Sockets.NEVER)) {
                var out = new TextSink("Sockets");
                out.name("instance", config.instances().get(i).name().value());
                out.index("incarnation", sockets[i].incarnation());
                out.flag("open", sockets[i].open());
                lines.add(out.toString());
            }
        }
        lines.addAll(scripts.print());
        return lines;
    }

    /** Reads what {@link #print} wrote; lines of other kinds are passed over. */
    public static TrackTable parse(ControllerConfig config, LinkTable links, List<String> lines) {
        Map<InstanceName, Sockets> found = new TreeMap<>();
        for (var line : lines) {
            if (TextSource.kind(line).equals("Sockets")) {
                var in = TextSource.of(line);
                found.put(ValueFields.INSTANCE.read(in), new Sockets(in.index("incarnation"), in.flag("open")));
            }
        }
        var sockets = config.instances().stream()
                .map(i -> found.getOrDefault(i.name(), Sockets.NEVER))
                .toArray(Sockets[]::new);
        return new TrackTable(config, sockets, ScriptTable.parse(config.vrrpScripts(), lines), links);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrackTable table
                && config.equals(table.config)
                && Arrays.equals(sockets, table.sockets)
                && scripts.equals(table.scripts)
                && Arrays.equals(tracked, table.tracked);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sockets);
    }
}
