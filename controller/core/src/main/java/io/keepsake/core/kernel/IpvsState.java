package io.keepsake.core.kernel;

import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.ServiceKey;
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

/**
 * The kernel's IPVS table: what is seen of it, what was asked of it, and where wanted and seen may differ.
 *
 * @param asked whether a reading was asked for
 * @param read whether there was one
 * @param original the timeouts of the first reading, restored at the end
 * @param owned services that are this director's: it, or a run before it, put them there or took them over
 * @param flight the program that was asked for and not answered yet; there is one at a time
 * @param stale whether all must be compared anew
 * @param dirty virtual servers that must be compared anew
 * @param retryAt when what the kernel refused is tried again
 * @param kept {@code -I}: the table stays as it is when the director ends
 */
public record IpvsState(
        boolean asked,
        boolean read,
        SeenTable seen,
        IpvsTimeouts original,
        SortedSet<ServiceKey> owned,
        @Nullable Flight flight,
        boolean stale,
        SortedSet<VirtualServerName> dirty,
        Moment retryAt,
        boolean kept) {

    /** How long what the kernel refused is left alone. */
    static final long RETRY_NANOS = 5_000_000_000L;

    public static final IpvsState EMPTY = new IpvsState(
            false,
            false,
            SeenTable.EMPTY,
            IpvsTimeouts.UNSET,
            new TreeSet<>(),
            null,
            false,
            new TreeSet<>(),
            Moment.NEVER,
            false);

    /** A program on its way, and the index of the effect that carries it. */
    public record Flight(long effect, List<IpvsChange> changes) {
        public Flight {
            changes = List.copyOf(changes);
        }
    }

    public IpvsState {
        owned = Collections.unmodifiableSortedSet(owned);
        dirty = Collections.unmodifiableSortedSet(dirty);
    }

    /** When something refused is tried again. */
    public Moment deadline() {
        return retryAt;
    }

    /** With a reading asked for. */
    public IpvsState reading() {
        return new IpvsState(true, read, seen, original, owned, flight, stale, dirty, retryAt, kept);
    }

    /** With everything to be compared anew. */
    public IpvsState staled() {
        return new IpvsState(asked, read, seen, original, owned, flight, true, dirty, retryAt, kept);
    }

    /** With one virtual server to be compared anew. */
    public IpvsState dirtied(VirtualServerName server) {
        var more = new TreeSet<>(dirty);
        return more.add(server)
                ? new IpvsState(asked, read, seen, original, owned, flight, stale, more, retryAt, kept)
                : this;
    }

    /** The end of the director: the table is left alone, or emptied of what is ours. */
    public IpvsState ending(boolean keep) {
        return new IpvsState(asked, read, seen, original, owned, flight, true, dirty, retryAt, keep);
    }

    /** With services that an earlier run left. */
    public IpvsState recalled(Collection<ServiceKey> services) {
        return services.isEmpty() ? this : owning(services).staled();
    }

    private IpvsState owning(Collection<ServiceKey> services) {
        var mine = new TreeSet<>(owned);
        mine.addAll(services);
        return new IpvsState(asked, read, seen, original, mine, flight, stale, dirty, retryAt, kept);
    }

    private IpvsState seeing(SeenTable other) {
        var mine = new TreeSet<>(owned);
        mine.removeIf(
                key -> seen.services().containsKey(key) && !other.services().containsKey(key));
        return new IpvsState(asked, read, other, original, mine, flight, stale, dirty, retryAt, kept);
    }

    /** After a reading, or news of somebody else's hand; {@code flush} makes all of a first reading ours. */
    public IpvsState after(IpvsEvent event, boolean flush) {
        return switch (event) {
            case IpvsEvent.IpvsRead e -> read(e, flush);
            case IpvsEvent.IpvsUnavailable _ -> this;
            case IpvsEvent.ServiceSeen e -> seeing(seen.with(e.service()));
            case IpvsEvent.ServiceGone e -> seeing(seen.after(List.of(new IpvsChange.RemoveService(e.service()))));
            case IpvsEvent.DestinationSeen e -> seeing(seen.with(e.service(), e.destination()));
            case IpvsEvent.DestinationGone e ->
                seeing(seen.after(List.of(new IpvsChange.RemoveDestination(e.service(), e.destination()))));
        };
    }

    private IpvsState read(IpvsEvent.IpvsRead e, boolean flush) {
        var services = new TreeMap<ServiceKey, SeenService>();
        for (var entry : e.entries()) {
            var destinations = new TreeMap<Endpoint, Destination>();
            entry.destinations().forEach(d -> destinations.put(d.endpoint(), d));
            services.put(entry.service().key(), new SeenService(entry.service(), destinations));
        }
        var mine = new TreeSet<>(owned);
        mine.retainAll(services.keySet());
        if (!read && flush) {
            mine.addAll(services.keySet());
        }
        var table = new SeenTable(services, e.timeouts(), e.daemons());
        return new IpvsState(
                asked, true, table, read ? original : e.timeouts(), mine, flight, true, dirty, retryAt, kept);
    }

    /** With this program asked for; all that had to be compared is, unless there is {@code more} of it. */
    public IpvsState programmed(@Nullable Flight program, Collection<ServiceKey> adopted, boolean more) {
        var mine = new TreeSet<>(owned);
        mine.addAll(adopted);
        return new IpvsState(asked, read, seen, original, mine, program, more, new TreeSet<>(), retryAt, kept);
    }

    /** After an answer; one to something else leaves it as it is. */
    public IpvsState after(OutcomeEvent event, Moment now) {
        var program = flight;
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
            case OutcomeEvent.EventsDropped _ -> this;
        };
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
        var next = seeing(seen.after(changes));
        return new IpvsState(asked, read, next.seen, original, next.owned, null, stale, dirty, retryAt, kept);
    }

    private IpvsState retrying(Moment now) {
        var at = retryAt.earlierOf(now.plus(RETRY_NANOS));
        return new IpvsState(asked, read, seen, original, owned, flight, stale, dirty, at, kept);
    }

    /** Tries again what the kernel refused, once its time has come. */
    public IpvsState at(Moment now) {
        return now.reaches(retryAt)
                ? new IpvsState(asked, read, seen, original, owned, flight, true, dirty, Moment.NEVER, kept)
                : this;
    }

    /** Whether there is something to compare, and nothing on its way. */
    boolean due() {
        return read && flight == null && (stale || !dirty.isEmpty());
    }

    /** Whether nothing of ours is left to undo. */
    public boolean ended() {
        return flight == null && (kept || !read || left().isEmpty());
    }

    /** The services that stand and are ours: what the next run has to know of. */
    public List<ServiceKey> left() {
        return owned.stream().filter(key -> seen.services().containsKey(key)).toList();
    }
}
