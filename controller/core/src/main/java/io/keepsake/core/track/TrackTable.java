package io.keepsake.core.track;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.TrackEvent;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.text.ValueFields;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.FaultReason;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
    private final Sockets[] sockets;
    private final ScriptTable scripts;
    private final FileTable files;
    private final ProcessTable processes;

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

    private TrackTable(
            ControllerConfig config,
            Sockets[] sockets,
            ScriptTable scripts,
            FileTable files,
            ProcessTable processes,
            LinkTable links) {
        this.config = config;
        this.conditions = new Conditions(config);
        this.sources = SourceAddresses.of(config);
        this.sockets = sockets;
        this.scripts = scripts;
        this.files = files;
        this.processes = processes;
        this.alone = new Tracked[sockets.length];
        Arrays.setAll(alone, place -> judged(place, links));
        this.tracked = new Tracked[sockets.length];
        Arrays.setAll(tracked, place -> together(place, alone));
    }

    private TrackTable(
            TrackTable before,
            Sockets[] sockets,
            ScriptTable scripts,
            FileTable files,
            ProcessTable processes,
            Tracked[] alone,
            Tracked[] tracked) {
        this.config = before.config;
        this.conditions = before.conditions;
        this.sources = before.sources;
        this.sockets = sockets;
        this.scripts = scripts;
        this.files = files;
        this.processes = processes;
        this.alone = alone;
        this.tracked = tracked;
    }

    /** The conditions of {@code config}, no sockets open yet, and every script about to run. */
    public static TrackTable of(ControllerConfig config, LinkTable links, Moment now) {
        var none = new Sockets[config.instances().size()];
        Arrays.fill(none, Sockets.NEVER);
        return new TrackTable(
                config,
                none,
                ScriptTable.begun(config.vrrpScripts(), now),
                FileTable.begun(config.trackFiles()),
                ProcessTable.begun(config.trackProcesses()),
                links);
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
        return new TrackTable(
                next,
                kept,
                scripts.reloaded(next.vrrpScripts(), now),
                files.reloaded(next.trackFiles()),
                processes.reloaded(next.trackProcesses(), now),
                links);
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
        boolean moved = !source(link, ip.family(), before).equals(source(link, ip.family(), after));
        var holding = conditions.holding(link, ip).keySet();
        return Conditions.union(holding, moved ? conditions.advertisingOn(link) : conditions.sending(link, ip));
    }

    private Object source(InterfaceName link, Family family, LinkTable links) {
        return sources.automatic(link, family, links);
    }

    /** The table after a fact about links; the same object when nothing differs. */
    public TrackTable onLinks(Collection<Integer> concerned, LinkTable links) {
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
        return new TrackTable(this, sockets, scripts, files, processes, changed, all);
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

    /** The earliest moment at which a script is to be run, or its answer given up, or a count begins to count. */
    public Moment deadline() {
        return scripts.deadline().earlierOf(processes.deadline());
    }

    /** Has scripts run that are due, and counts what is. */
    public Answered onDeadline(Moment now, long index, LinkTable links) {
        var step = scripts.onDeadline(now, index);
        return counted(Step.joined(step, processes.onDeadline(now)), step.next(), links);
    }

    private Answered counted(Step<ProcessTable> step, ScriptTable ran, LinkTable links) {
        var turned = new TreeSet<Integer>();
        for (var decision : step.decisions()) {
            if (decision instanceof Decision.OfProcess of) {
                turned.addAll(conditions.counting(of.process()));
            }
        }
        var concerned = conditions.together(turned);
        var next = new TrackTable(this, sockets, ran, files, step.next(), alone, tracked);
        return new Answered(step.toward(next.onLinks(concerned, links)), concerned);
    }

    /** A script ended; null when it is none of these. */
    public @Nullable Answered onScript(ScriptEvent event, Moment now, LinkTable links) {
        var name = scripts.concerned(event);
        if (name == null) {
            return null;
        }
        var concerned = conditions.together(conditions.tracking(name));
        var step = scripts.onAnswer(name, event, now);
        var answered = new TrackTable(this, sockets, step.next(), files, processes, alone, tracked);
        return new Answered(step.toward(answered.onLinks(concerned, links)), concerned);
    }

    /** A file was read, or processes were counted. */
    public Answered onTracked(TrackEvent event, Moment now, LinkTable links) {
        return switch (event) {
            case TrackEvent.TrackedFileRead read -> {
                var concerned = conditions.together(conditions.reading(read.file()));
                var next = new TrackTable(this, sockets, scripts, files.after(read), processes, alone, tracked);
                yield new Answered(Step.to(next.onLinks(concerned, links)), concerned);
            }
            case TrackEvent.TrackedProcessesCounted counted -> counted(processes.after(counted, now), scripts, links);
        };
    }

    /** No script is run any more; what they said stays. */
    public TrackTable ended() {
        return new TrackTable(this, sockets, scripts.ended(), files, processes.ended(), alone, tracked);
    }

    /** The sockets of the instance at this place were opened on that incarnation of its link, or could not be. */
    public TrackTable onSockets(int place, long incarnation, boolean open, LinkTable links) {
        var others = sockets.clone();
        others[place] = new Sockets(incarnation, open);
        return new TrackTable(this, others, scripts, files, processes, alone, tracked).onLinks(List.of(place), links);
    }

    private Tracked judged(int place, LinkTable links) {
        var self = config.instances().get(place);
        var source = sources.of(self, links).orElse(null);
        var judgement = new Judgement(self, sockets[place], scripts, files, processes, links, source);
        judgement.own(conditions.of(place));
        judgement.shared(conditions.shared(place));
        return judgement.tracked();
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
        lines.addAll(files.print());
        lines.addAll(processes.print());
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
        return new TrackTable(
                config,
                sockets,
                ScriptTable.parse(config.vrrpScripts(), lines),
                FileTable.parse(config.trackFiles(), lines),
                ProcessTable.parse(config.trackProcesses(), lines),
                links);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrackTable table
                && config.equals(table.config)
                && Arrays.equals(sockets, table.sockets)
                && scripts.equals(table.scripts)
                && files.equals(table.files)
                && processes.equals(table.processes)
                && Arrays.equals(tracked, table.tracked);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sockets);
    }
}
