package io.keepsake.core.kernel;

import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.SyncDaemon;
import io.keepsake.core.value.VirtualServerName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The kernel's IPVS table: what is seen of it, what of it is ours, and what is on its way or still to be compared. */
public record IpvsState(Seen seen, Ours ours, Pending pending) {

    /** How long what the kernel refused is left alone. */
    static final long RETRY_NANOS = 5_000_000_000L;

    /** How long a program or a reading may take before its answer counts as lost. */
    static final long ANSWER_NANOS = 10_000_000_000L;

    /** Between two slices of a comparison, in which adverts find their way. */
    static final long PAUSE_NANOS = 1_000_000L;

    public static final IpvsState EMPTY = new IpvsState(
            new Seen(false, false, SeenTable.EMPTY),
            new Ours(new TreeSet<>(), List.of(), IpvsTimeouts.UNSET, false),
            new Pending(null, Moment.NEVER, Pending.NOTHING, new TreeSet<>(), Moment.NEVER, Moment.NEVER));

    /**
     * What the kernel showed.
     *
     * @param asked whether a reading was ever asked for
     * @param read whether there was one
     */
    public record Seen(boolean asked, boolean read, SeenTable table) {}

    /**
     * What this director, or a run before it, put there or took over.
     *
     * @param daemons sync daemons, in the words in which they were asked for
     * @param original the timeouts of the first reading, restored at the end
     * @param kept {@code -I}: the table stays as it is when the director ends
     */
    public record Ours(SortedSet<ServiceKey> services, List<SyncDaemon> daemons, IpvsTimeouts original, boolean kept) {
        public Ours {
            services = Collections.unmodifiableSortedSet(services);
            daemons = List.copyOf(daemons);
        }

        private Ours with(Collection<ServiceKey> others) {
            return new Ours(new TreeSet<>(others), daemons, original, kept);
        }

        private Ours adding(Collection<ServiceKey> more) {
            if (services.containsAll(more)) {
                return this;
            }
            var all = new TreeSet<>(services);
            all.addAll(more);
            return new Ours(all, daemons, original, kept);
        }

        private Ours running(List<SyncDaemon> others) {
            return others.equals(daemons) ? this : new Ours(services, others, original, kept);
        }

        /** Our daemon of this role, as it was asked for. */
        @Nullable SyncDaemon daemon(Role role) {
            return daemons.stream().filter(d -> d.role() == role).findFirst().orElse(null);
        }
    }

    /**
     * What is on its way, and what must be compared.
     *
     * @param flight the program that was asked for and not answered yet; there is one at a time
     * @param readingBy when the reading that was asked for counts as lost; {@link Moment#NEVER} when none is awaited. No
     *     program goes out before it
     * @param from place of the virtual server from which on all must be compared anew; {@link #NOTHING} for none
     * @param dirty single virtual servers that must be
     * @param nextAt when a comparison that had to wait goes on
     * @param retryAt when what the kernel refused is tried again
     */
    public record Pending(
            @Nullable Flight flight,
            Moment readingBy,
            int from,
            SortedSet<VirtualServerName> dirty,
            Moment nextAt,
            Moment retryAt) {
        /** No place. */
        public static final int NOTHING = -1;

        public Pending {
            dirty = Collections.unmodifiableSortedSet(dirty);
        }

        /** Whether there is something to compare. */
        public boolean hasWork() {
            return from != NOTHING || !dirty.isEmpty();
        }

        private Pending withAllDirty() {
            return from == 0 ? this : new Pending(flight, readingBy, 0, dirty, nextAt, retryAt);
        }

        private Pending withDirty(VirtualServerName server) {
            if (dirty.contains(server)) {
                return this;
            }
            var more = new TreeSet<>(dirty);
            more.add(server);
            return new Pending(flight, readingBy, from, more, nextAt, retryAt);
        }

        private Pending flying(@Nullable Flight other) {
            return new Pending(other, readingBy, from, dirty, nextAt, retryAt);
        }

        private Pending reading(Moment by) {
            return new Pending(flight, by, from, dirty, Moment.NEVER, retryAt);
        }

        private Pending next(Moment at) {
            return new Pending(flight, readingBy, from, dirty, at, retryAt);
        }

        private Pending retrying(Moment at) {
            return new Pending(flight, readingBy, from, dirty, nextAt, at);
        }
    }

    /**
     * A program on its way.
     *
     * @param effect index of the effect that carries it
     * @param by when its answer counts as lost
     */
    public record Flight(long effect, List<IpvsChange> changes, Moment by) {
        public Flight {
            changes = List.copyOf(changes);
        }
    }

    private IpvsState with(Seen other) {
        return new IpvsState(other, ours, pending);
    }

    private IpvsState with(Ours other) {
        return new IpvsState(seen, other, pending);
    }

    private IpvsState with(Pending other) {
        return new IpvsState(seen, ours, other);
    }

    /** When an answer counts as lost, something refused is tried again, or a comparison goes on. */
    public Moment deadline() {
        var flight = pending.flight();
        var earliest = pending.retryAt().earlierOf(pending.readingBy());
        earliest = flight == null ? earliest : earliest.earlierOf(flight.by());
        return flight == null && pending.hasWork() ? earliest.earlierOf(pending.nextAt()) : earliest;
    }

    /** With a reading asked for. */
    private IpvsState reading(Moment now) {
        return with(new Seen(true, seen.read(), seen.table())).with(pending.reading(now.plus(ANSWER_NANOS)));
    }

    /** With a first reading asked for, unless there was one: who looks at the table goes on looking. */
    public IpvsState watched(Moment now) {
        return seen.asked() ? this : reading(now);
    }

    /** Whether a reading is asked for here that was not {@code before}. */
    public boolean asksAnew(IpvsState before) {
        return !pending.readingBy().equals(Moment.NEVER) && !pending.readingBy().equals(before.pending.readingBy());
    }

    /** With everything to be compared anew. */
    public IpvsState withAllDirty() {
        return with(pending.withAllDirty());
    }

    /** With one virtual server to be compared anew. */
    public IpvsState withDirty(VirtualServerName server) {
        return with(pending.withDirty(server));
    }

    /** The end of the director: the table is left alone, or emptied of what is ours. */
    public IpvsState ending(boolean keep) {
        return with(new Ours(ours.services(), ours.daemons(), ours.original(), keep))
                .withAllDirty();
    }

    /** With what an earlier run left. What does not stand any more is nobody's: it may come back as somebody else's. */
    public IpvsState recalled(Collection<ServiceKey> services, List<SyncDaemon> daemons) {
        var standing = services.stream()
                .filter(key -> !seen.read() || seen.table().services().containsKey(key))
                .toList();
        var going = daemons.stream()
                .filter(d -> !seen.read() || seen.table().daemon(d.role()) != null)
                .toList();
        if (standing.isEmpty() && going.isEmpty()) {
            return this;
        }
        var running = new ArrayList<>(ours.daemons());
        going.stream().filter(d -> ours.daemon(d.role()) == null).forEach(running::add);
        return with(ours.adding(standing).running(running)).withAllDirty();
    }

    /** After a reading, or news of somebody else's hand; {@code flush} makes all of a first reading ours. */
    public IpvsState after(IpvsEvent event, boolean flush) {
        return switch (event) {
            case IpvsEvent.IpvsRead e -> read(e, flush);
            case IpvsEvent.IpvsUnavailable _ -> with(pending.reading(Moment.NEVER));
            case IpvsEvent.ServiceSeen e -> seeing(seen.table().with(e.service()));
            case IpvsEvent.ServiceGone e -> changed(new IpvsChange.RemoveService(e.service()));
            case IpvsEvent.DestinationSeen e -> seeing(seen.table().with(e.service(), e.destination()));
            case IpvsEvent.DestinationGone e -> changed(new IpvsChange.RemoveDestination(e.service(), e.destination()));
        };
    }

    private IpvsState changed(IpvsChange change) {
        return seeing(seen.table().after(List.of(change)));
    }

    /** Services and daemons that are gone are not ours any more. */
    private IpvsState seeing(SeenTable other) {
        var gone = seen.table().services().keySet().stream()
                .filter(key ->
                        !other.services().containsKey(key) && ours.services().contains(key))
                .toList();
        var left = new TreeSet<>(ours.services());
        left.removeAll(gone);
        var mine = gone.isEmpty() ? ours : ours.with(left);
        return with(new Seen(seen.asked(), seen.read(), other)).with(mine.running(running(other)));
    }

    private List<SyncDaemon> running(SeenTable table) {
        return ours.daemons().stream()
                .filter(d -> table.daemon(d.role()) != null)
                .toList();
    }

    private IpvsState read(IpvsEvent.IpvsRead e, boolean flush) {
        var services = new TreeMap<ServiceKey, SeenService>();
        for (var entry : e.entries()) {
            var destinations = new TreeMap<Endpoint, Destination>();
            entry.destinations().forEach(d -> destinations.put(d.endpoint(), d));
            services.put(entry.service().key(), new SeenService(entry.service(), destinations));
        }
        var mine = new TreeSet<>(ours.services());
        mine.retainAll(services.keySet());
        if (!seen.read() && flush) {
            mine.addAll(services.keySet());
        }
        var table = new SeenTable(services, e.timeouts(), e.daemons());
        var original = seen.read() ? ours.original() : e.timeouts();
        return new IpvsState(
                new Seen(seen.asked(), true, table),
                new Ours(mine, running(table), original, ours.kept()),
                pending.withAllDirty().reading(Moment.NEVER));
    }

    /** After a comparison at {@code now}, whose changes are asked for by {@code effect}. */
    public IpvsState compared(IpvsPicture.Program program, long effect, Moment now) {
        var flight = program.changes().isEmpty() ? null : new Flight(effect, program.changes(), now.plus(ANSWER_NANOS));
        var next = new Pending(
                flight, pending.readingBy(), program.from(), program.dirty(), Moment.NEVER, pending.retryAt());
        var running = new ArrayList<>(ours.daemons());
        running.removeIf(d -> program.daemons().stream().anyMatch(a -> a.role() == d.role()));
        running.addAll(program.daemons());
        var mine = new IpvsState(seen, ours.adding(program.adopted()).running(running), next);
        return flight == null && next.hasWork() ? mine.postponed(now) : mine;
    }

    /** What is to be compared waits for a turn of its own. */
    public IpvsState postponed(Moment now) {
        return with(pending.next(now.plus(PAUSE_NANOS)));
    }

    /** After an answer; one to something else, or to a program that was given up, leaves it as it is. */
    public IpvsState after(OutcomeEvent event, Moment now) {
        if (event instanceof OutcomeEvent.EventsDropped) {
            return seen.asked() ? lost(now) : this;
        }
        var program = pending.flight();
        if (program == null) {
            return this;
        }
        return switch (event) {
            case OutcomeEvent.EffectApplied e -> e.effect() == program.effect() ? landed(program.changes()) : this;
            case OutcomeEvent.ProgramRefused e ->
                e.effect() == program.effect()
                        ? landed(accepted(program.changes(), e.refusals())).retrying(now)
                        : this;
            case OutcomeEvent.EffectFailed e ->
                e.effect() == program.effect() ? landed(List.of()).retrying(now) : this;
            case OutcomeEvent.EventsDropped _, OutcomeEvent.PartFailed _ -> this;
        };
    }

    /** Whatever was on its way is given up, and the table is read anew. */
    private IpvsState lost(Moment now) {
        return with(pending.flying(null)).reading(now);
    }

    private static List<IpvsChange> accepted(List<IpvsChange> changes, List<OutcomeEvent.Refusal> refusals) {
        var refused = new HashSet<Integer>();
        refusals.forEach(r -> refused.add(r.position()));
        var accepted = new ArrayList<IpvsChange>(changes.size());
        for (int i = 0; i < changes.size(); i++) {
            if (!refused.contains(i)) {
                accepted.add(changes.get(i));
            }
        }
        return accepted;
    }

    private IpvsState landed(List<IpvsChange> changes) {
        var started = new ArrayList<>(ours.daemons());
        for (var change : changes) {
            if (change instanceof IpvsChange.StartSync start) {
                started.removeIf(d -> d.role() == start.daemon().role());
                started.add(start.daemon());
            }
        }
        var table = seen.table().after(changes);
        return with(ours.running(started)).seeing(table).with(pending.flying(null));
    }

    private IpvsState retrying(Moment now) {
        return with(pending.retrying(pending.retryAt().earlierOf(now.plus(RETRY_NANOS))));
    }

    /** Tries again what the kernel refused, and asks again for what it did not answer, once the time for it has come. */
    public IpvsState at(Moment now) {
        var flight = pending.flight();
        var next = flight != null && now.reaches(flight.by()) || now.reaches(pending.readingBy()) ? lost(now) : this;
        return now.reaches(pending.retryAt())
                ? next.with(next.pending.withAllDirty().retrying(Moment.NEVER))
                : next;
    }

    /** Whether a program may go out. */
    private boolean free() {
        return seen.read() && pending.flight() == null && pending.readingBy().equals(Moment.NEVER);
    }

    /**
     * Whether there is something to compare, and nothing on its way.
     *
     * @param stopping what is left to undo does not wait for a reading
     */
    boolean due(boolean stopping) {
        boolean may = stopping ? seen.read() && pending.flight() == null : free();
        return may && pending.hasWork();
    }

    /** Whether nothing of ours is left to undo. */
    public boolean ended() {
        return pending.flight() == null && (ours.kept() || !seen.read() || (!pending.hasWork() && left().isEmpty()));
    }

    /** Whether it knows of anything that is ours. */
    public boolean owns() {
        return !ours.services().isEmpty() || !ours.daemons().isEmpty();
    }

    /** The services that stand and are ours: what the next run has to know of. */
    public List<ServiceKey> left() {
        return seen.read()
                ? ours.services().stream()
                        .filter(key -> seen.table().services().containsKey(key))
                        .toList()
                : List.copyOf(ours.services());
    }
}
