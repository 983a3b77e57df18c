package io.keepsake.core.track;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.TrackEvent;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.track.ScriptState.Verdict;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.FaultReason;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Routing;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
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
    private final Reports reports;

    /** Each by its own conditions and those of its sync group, whatever other members are. */
    private final Tracked[] alone;

    private final Tracked[] tracked;

    /**
     * What became of the last try to open an instance's sockets.
     *
     * @param incarnation of the link that they were opened on; 0 for never
     */
    public record Sockets(long incarnation, boolean open) {
        static final Sockets NEVER = new Sockets(0, false);
    }

    /** What scripts, files or processes led to: the conditions with it, and the places of the instances that track them. */
    public record Answered(Step<TrackTable> step, Collection<Integer> concerned) {}

    private TrackTable(ControllerConfig config, Reports reports, LinkTable links) {
        this.config = config;
        this.conditions = new Conditions(config);
        this.sources = SourceAddresses.of(config);
        this.reports = reports;
        this.alone = new Tracked[config.instances().size()];
        Arrays.setAll(alone, place -> judged(place, links));
        this.tracked = new Tracked[alone.length];
        Arrays.setAll(tracked, place -> together(place, alone));
    }

    private TrackTable(TrackTable before, Reports reports, Tracked[] alone, Tracked[] tracked) {
        this.config = before.config;
        this.conditions = before.conditions;
        this.sources = before.sources;
        this.reports = reports;
        this.alone = alone;
        this.tracked = tracked;
    }

    /** The conditions of {@code config}, no sockets open yet, and every script about to run. */
    public static TrackTable of(ControllerConfig config, LinkTable links, Moment now) {
        return new TrackTable(config, Reports.begun(config, links, now), links);
    }

    /**
     * The conditions of another configuration; sockets that hear the same stay open, and scripts that are the same go
     * on.
     */
    public TrackTable reloaded(ControllerConfig next, LinkTable links, Moment now) {
        return new TrackTable(next, reports.reloaded(config, conditions, next, links, now), links);
    }

    private TrackTable with(Reports others) {
        return new TrackTable(this, others, alone, tracked);
    }

    /** What the conditions make of the instance at this place of the configuration. */
    public Tracked at(int place) {
        return tracked[place];
    }

    /** What became of the sockets of the instance at this place. */
    public Sockets sockets(int place) {
        return reports.sockets().get(place);
    }

    /** Whether this script is good; empty while it has said nothing. */
    public Optional<Boolean> good(String script) {
        var state = reports.scripts().state(script);
        return state == null || state.verdict() == Verdict.UNKNOWN
                ? Optional.empty()
                : Optional.of(state.verdict() == Verdict.GOOD);
    }

    /** How many results in a row speak against what this script counts as. */
    public int streak(String script) {
        var state = reports.scripts().state(script);
        return state == null ? 0 : state.streak();
    }

    /** Whether this script runs now. */
    public boolean runs(String script) {
        var state = reports.scripts().state(script);
        return state != null && state.runs();
    }

    /** The number in this {@code vrrp_track_file}; 0 while it was not read. */
    public long number(String file) {
        var number = reports.files().number(file);
        return number == null ? 0 : number;
    }

    /** How many run of this {@code vrrp_track_process}; 0 while they were not counted. */
    public int processes(String process) {
        var state = reports.processes().state(process);
        return state == null ? 0 : state.count();
    }

    /** Whether they count as enough. */
    public boolean hasQuorum(String process) {
        var state = reports.processes().state(process);
        return state != null && state.enough();
    }

    /** Whether a delay runs after which they count otherwise. */
    public boolean turns(String process) {
        var state = reports.processes().state(process);
        return state != null && !state.turnsAt().equals(Moment.NEVER);
    }

    /** The place of an instance in the configuration; -1 for one that is not configured. */
    public int place(InstanceName name) {
        return conditions.place(name);
    }

    /** The places of the members of its sync group; just this one for an instance in none. */
    public List<Integer> group(int place) {
        return conditions.group(place);
    }

    /** The places of every instance. */
    public List<Integer> everywhere() {
        return IntStream.range(0, conditions.size()).boxed().toList();
    }

    /** The instances of which this is a virtual address, by place, and what each has of it, with whatever prefixes. */
    public SortedMap<Integer, List<VirtualAddress>> holding(InterfaceName link, Ip ip) {
        return conditions.holding(link, ip);
    }

    /** The links that are to carry this address. */
    public List<InterfaceName> links(Ip ip) {
        return conditions.links(ip);
    }

    /** The instances of which this is a virtual route or rule, by place. */
    public List<Integer> holding(Routing what) {
        return conditions.holding(what);
    }

    /** Whether it is a static route or rule. */
    public boolean isStatic(Routing what) {
        return conditions.isStatic(what);
    }

    /** The static address of this IP on the link; null for none. */
    public @Nullable VirtualAddress staticAt(InterfaceName link, Ip ip) {
        return conditions.staticAt(link, ip);
    }

    /** What this instance has of the address, with whatever prefixes. */
    public List<VirtualAddress> virtual(InstanceName instance, InterfaceName link, Ip ip) {
        return conditions.holding(link, ip).getOrDefault(place(instance), List.of());
    }

    /** The places of the instances that a fact concerns: their conditions or their addresses. */
    public Collection<Integer> concerned(LinkEvent event, LinkTable before, LinkTable after) {
        return conditions.together(alone(event, before, after));
    }

    private Collection<Integer> alone(LinkEvent event, LinkTable before, LinkTable after) {
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
        var advertising = conditions.advertisingOn(link);
        // where nobody asks for the source of adverts it is not looked for: it costs a walk over all that is ours there
        boolean moved =
                !advertising.isEmpty() && !source(link, ip.family(), before).equals(source(link, ip.family(), after));
        var holding = conditions.holding(link, ip).keySet();
        return Conditions.union(holding, moved ? advertising : conditions.sending(link, ip));
    }

    private Object source(InterfaceName link, Family family, LinkTable links) {
        return sources.automatic(link, family, links);
    }

    /** The table after a fact about links, of which some wait for {@code interface_up_down_delays}. */
    public Step<TrackTable> onLinks(
            LinkEvent event, Collection<Integer> concerned, LinkTable links, Moment now, long index) {
        var step = reports.delayed().after(event, links, now, index);
        var next = step.next().equals(reports.delayed()) ? this : with(reports.with(step.next()));
        return step.toward(next.judged(concerned, links));
    }

    /** With the conditions of all looked at again: other addresses are known to be ours. */
    public TrackTable lookedAt(LinkTable links) {
        return judged(everywhere(), links);
    }

    /** With the conditions of these looked at again; the same object when nothing differs. */
    private TrackTable judged(Collection<Integer> concerned, LinkTable links) {
        Tracked[] changed = null;
        for (int place : concerned) {
            var next = judged(place, links);
            if (!next.equals(alone[place])) {
                changed = changed == null ? alone.clone() : changed;
                changed[place] = next;
            }
        }
        if (changed == null) {
            return this;
        }
        var all = tracked.clone();
        for (int place : conditions.together(concerned)) {
            all[place] = together(place, changed);
        }
        return new TrackTable(this, reports, changed, all);
    }

    /** The conditions of an instance beside those of the other members of its sync group. */
    private Tracked together(int place, Tracked[] each) {
        var group = conditions.group(place);
        if (group.size() == 1) {
            return each[place];
        }
        var others = group.stream().filter(other -> other != place).toList();
        var faults = others.stream()
                .filter(other -> !each[other].own().isEmpty())
                .map(other -> new FaultCause(
                        FaultReason.SYNC_GROUP_MEMBER,
                        config.instances().get(other).name().value()))
                .toList();
        return each[place].among(faults, others.stream().allMatch(other -> each[other].ready()));
    }

    /** The earliest moment at which a script is to be run, or its answer given up, or a count or a link begins to count. */
    public Moment deadline() {
        return reports.deadline();
    }

    /** Has scripts run that are due, and counts what is. */
    public Answered onDeadline(Moment now, long index, LinkTable links) {
        var step = reports.scripts().onDeadline(now, index);
        var due = reports.delayed().due(now);
        var delayed = reports.delayed().onDue(due);
        var counted = reports.processes().onDeadline(now);
        var turned = new TreeSet<Integer>();
        due.forEach(link -> turned.addAll(conditions.onLink(link)));
        return with(reports.with(step.next()).with(delayed.next()))
                .counted(turned, Step.joined(Step.joined(step, delayed), counted), links);
    }

    /** @param already the places of the instances that something else concerns */
    private Answered counted(Collection<Integer> already, Step<ProcessTable> step, LinkTable links) {
        var turned = new TreeSet<>(already);
        for (var decision : step.decisions()) {
            if (decision instanceof Decision.OfProcess of) {
                turned.addAll(conditions.counting(of.process()));
            }
        }
        var concerned = conditions.together(turned);
        var next = with(reports.with(step.next()));
        return new Answered(step.toward(next.judged(concerned, links)), concerned);
    }

    /** A script ended; null when it is none of these. */
    public @Nullable Answered onScript(ScriptEvent event, Moment now, LinkTable links) {
        var name = reports.scripts().concerned(event);
        if (name == null) {
            return null;
        }
        var concerned = conditions.together(conditions.tracking(name));
        var step = reports.scripts().onAnswer(name, event, now);
        var answered = with(reports.with(step.next()));
        return new Answered(step.toward(answered.judged(concerned, links)), concerned);
    }

    /** A file was read, or processes were counted. */
    public Answered onTracked(TrackEvent event, Moment now, LinkTable links) {
        return switch (event) {
            case TrackEvent.TrackedFileRead read -> {
                var concerned = conditions.together(conditions.reading(read.file()));
                var next = with(reports.with(reports.files().after(read)));
                yield new Answered(Step.to(next.judged(concerned, links)), concerned);
            }
            case TrackEvent.TrackedProcessesCounted counted ->
                counted(List.of(), reports.processes().after(counted, now), links);
        };
    }

    /** No script is run any more; what they said stays. */
    public TrackTable ended() {
        return with(reports.ended());
    }

    /** The sockets of the instance at this place were opened on that incarnation of its link, or could not be. */
    public TrackTable onSockets(int place, long incarnation, boolean open, LinkTable links) {
        return with(reports.with(place, new Sockets(incarnation, open))).judged(List.of(place), links);
    }

    private Tracked judged(int place, LinkTable links) {
        var self = config.instances().get(place);
        var source = sources.of(self, links).orElse(null);
        var judgement = new Judgement(self, place, reports, links, source);
        judgement.own(conditions.of(place));
        judgement.shared(conditions.shared(place));
        return judgement.tracked();
    }

    /** The lines of this part of the state, for a checkpoint: sockets and scripts. All else follows from links. */
    public List<String> print() {
        return reports.print(config);
    }

    /** Reads what {@link #print} wrote; lines of other kinds are passed over. */
    public static TrackTable parse(ControllerConfig config, LinkTable links, List<String> lines) {
        return new TrackTable(config, Reports.parse(config, lines), links);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrackTable table
                && config.equals(table.config)
                && reports.equals(table.reports)
                && Arrays.equals(tracked, table.tracked);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tracked);
    }
}
