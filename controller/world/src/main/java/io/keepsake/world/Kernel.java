package io.keepsake.world;

import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.StandingAddress;
import io.keepsake.core.value.Watched;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The links of a machine and the addresses on them, as they are and not as its director believes; they survive it. Tells
 * the director in the order of the one netlink socket that the adapter has: a notice before the answer, everything anew
 * after something was lost.
 */
public final class Kernel {
    /** The link over which the machines hear each other. */
    public static final InterfaceName LINK = new InterfaceName("eth0");

    /** The link that carries addresses only. */
    public static final InterfaceName SECOND_LINK = new InterfaceName("eth1");

    /** The kernel answers within this, unless it is slow. */
    public static final long ANSWER_NANOS = 500_000;

    /** A reading of everything takes this long. */
    public static final long READ_NANOS = 5_000_000;

    static final int EEXIST = 17;
    static final int ENODEV = 19;
    static final int EADDRNOTAVAIL = 99;
    static final int ENOBUFS = 105;

    /** After an answer was lost its director knows so much later at the latest: by a deadline of its own. */
    public static final long LOST_NANOS = 30_000_000_000L;

    /** What a director asks for. */
    sealed interface Request permits AddressRequest, RoutingRequest, PromotionRequest {}

    /** That {@code promote_secondaries} of a link is so. */
    record PromotionRequest(InterfaceName link, boolean on) implements Request {}

    /** That a route or rule stands, or that it does not. */
    record RoutingRequest(Routing what, boolean stands) implements Request {}

    /**
     * That an address stands, or that it does not.
     *
     * @param form how it is to stand; null for one that is to go
     * @param peer the other end of the link; null for none
     */
    record AddressRequest(
            LinkAddress address,
            @Nullable VirtualAddress form,
            @Nullable Ip peer) implements Request {
        boolean stands() {
            return form != null;
        }
    }

    private final World world;
    private final Machine machine;
    private final Sockets sockets = new Sockets();
    private final Set<LinkAddress> addresses = new LinkedHashSet<>();

    /** Those that a director put there, and how. */
    private final Map<LinkAddress, VirtualAddress> forms = new HashMap<>();

    private final Set<LinkAddress> forgotten = new HashSet<>();

    private final Map<InterfaceName, Link> links = new LinkedHashMap<>();
    private final Map<InterfaceName, Integer> indexes = new HashMap<>();
    private @Nullable Link link;
    private int lastIndex;

    private final Routings routing = new Routings();
    private final Map<Long, Request> unanswered = new LinkedHashMap<>();
    private final Map<Long, Request> mailbox = new LinkedHashMap<>();
    private Watched watched = Watched.EVERYTHING;
    private int epoch;
    private boolean reading;
    private long lastToldAt;
    private long answerNanos = ANSWER_NANOS;
    private int failures;
    private int errno;
    private int answersToLose;
    private boolean losesNextNotices;
    private long troubledAt;
    private int version;

    Kernel(World world, Machine machine, List<Link> links, List<LinkAddress> addresses) {
        this.world = world;
        this.machine = machine;
        links.forEach(this::put);
        this.addresses.addAll(addresses);
    }

    private void put(Link now) {
        links.put(now.name(), now);
        indexes.put(now.name(), now.index());
        lastIndex = Math.max(lastIndex, now.index());
        link = links.get(LINK);
    }

    /** The link over which the machines hear each other, as it is; null while it is gone. */
    public @Nullable Link link() {
        return link;
    }

    /** A link as it is; null while it is gone. */
    public @Nullable Link link(InterfaceName name) {
        return name.equals(LINK) ? link : links.get(name);
    }

    /** The addresses as they stand, in the order in which they were put there. */
    public Set<LinkAddress> addresses() {
        return addresses;
    }

    /** The routes and rules as they stand, in the order in which they were put there. */
    public Set<Routing> routing() {
        return routing.standing();
    }

    /** An address as it stands here, whoever put it there. */
    public StandingAddress standing(LinkAddress address) {
        var form = forms.get(address);
        return form == null ? StandingAddress.plain(address) : form.standing();
    }

    /**
     * How an address stands that a director put there; null for one that none did, or of which no journal knows that one
     * did: it is like one that somebody put there by hand.
     */
    public @Nullable VirtualAddress form(LinkAddress address) {
        return forgotten.contains(address) ? null : forms.get(address);
    }

    /** Who put the address there was killed before that was written. */
    void forget(LinkAddress address) {
        forgotten.add(address);
    }

    public Sockets sockets() {
        return sockets;
    }

    /** Whether packets of the election can pass. */
    public boolean usable() {
        return usable(LINK);
    }

    boolean usable(InterfaceName name) {
        var present = link(name);
        return present != null && present.usable();
    }

    /**
     * Since when nothing went wrong here that was not a director's own doing, and the director was told of all that did;
     * the end of time while a reading is under way. What a director changes is no trouble, however often it does, unless
     * the kernel is slow to answer.
     */
    public long calmSince() {
        return reading ? Long.MAX_VALUE : troubledAt;
    }

    /** Grows with every change of what stands on the link. */
    public int version() {
        return version;
    }

    private void trouble() {
        troubledAt = Math.max(troubledAt, world.now());
    }

    /** A director opened its netlink socket: it is told everything first that its configuration is about. */
    void opened(Watched from) {
        watched = from;
        readAnew();
    }

    /** What is watched from now on too is told at once, as the adapter does before a configuration is accepted. */
    void watch(Watched more) {
        var before = watched;
        watched = before.plus(more);
        if (!reading) {
            links.values().stream()
                    .filter(l -> watched.has(l.name()) && !before.has(l.name()))
                    .forEach(l -> deliver(new LinkEvent.LinkSeen(l)));
            addresses.stream()
                    .filter(a -> watched.has(a) && !before.has(a))
                    .forEach(a -> deliver(new LinkEvent.AddressSeen(standing(a), false)));
            List.copyOf(routing.standing()).stream()
                    .filter(r ->
                            watched.routing().contains(r) && !before.routing().contains(r))
                    .forEach(r -> deliver(new RoutingEvent.RoutingSeen(r, false)));
        }
    }

    private boolean isWatched(Event event) {
        return switch (event) {
            case LinkEvent.LinkSeen seen -> watched.has(seen.link().name());
            case LinkEvent.LinkGone gone -> watched.has(gone.link());
            case LinkEvent.AddressSeen seen -> watched.has(seen.address().place());
            case LinkEvent.AddressGone gone -> watched.has(gone.address());
            case RoutingEvent.RoutingSeen seen -> watched.routing().contains(seen.what());
            case RoutingEvent.RoutingGone gone -> watched.routing().contains(gone.what());
            default -> true;
        };
    }

    /** The director is gone. */
    void closed() {
        epoch++;
        reading = false;
        unanswered.clear();
        mailbox.clear();
        sockets.closeAll();
        answersToLose = 0;
        trouble();
    }

    /** The director asks for a change. */
    void ask(long effect, Request request) {
        if (reading) {
            mailbox.put(effect, request);
            return;
        }
        unanswered.put(effect, request);
        int answer = make(request);
        if (losesAnswer()) {
            return;
        }
        tell(
                answer == 0 ? new EffectApplied(effect) : new EffectFailed(effect, answer, "netlink: errno " + answer),
                effect,
                true);
    }

    /** The next {@code count} answers, also to openings of sockets, never come. */
    public void loseAnswers(int count) {
        answersToLose = count;
    }

    /** Whether an answer that is due now is one of those that never come. */
    boolean losesAnswer() {
        if (answersToLose == 0) {
            return false;
        }
        answersToLose--;
        lost();
        return true;
    }

    /** Something that the director should have been told was lost. */
    void lost() {
        troubledAt = Math.max(troubledAt, world.now() + LOST_NANOS);
    }

    /** The machine slept until now: what its director waits for takes so much longer. */
    void slept(long nanos) {
        troubledAt = troubledAt > world.now() - nanos ? troubledAt + nanos : troubledAt;
    }

    private int make(Request request) {
        if (request instanceof AddressRequest asked && link(asked.address().link()) == null) {
            return ENODEV;
        }
        if (failures > 0) {
            failures--;
            trouble();
            return errno;
        }
        return switch (request) {
            case AddressRequest address -> make(address);
            case RoutingRequest(var what, boolean stands) -> stands ? add(what, true) : remove(what, true);
            case PromotionRequest(var name, boolean on) -> promote(name, on);
        };
    }

    private int promote(InterfaceName name, boolean on) {
        var before = links.get(name);
        if (before == null) {
            return ENODEV;
        }
        var now = before.promoting(on);
        put(now);
        return changed(new LinkEvent.LinkSeen(now), true);
    }

    private int make(AddressRequest request) {
        var form = request.form();
        if (form == null) {
            boolean other = !Objects.equals(standing(request.address()).peer(), request.peer());
            return other ? EADDRNOTAVAIL : remove(request.address(), true);
        }
        return add(request.address(), form, true);
    }

    /** Puts a route or rule there; gives the errno. */
    int add(Routing what, boolean own) {
        int answer = routing.add(what, this::isUp);
        return answer == 0 ? changed(new RoutingEvent.RoutingSeen(what, own), own) : answer;
    }

    /** Takes a route or rule away; gives the errno. */
    public int remove(Routing what, boolean own) {
        int answer = routing.remove(what);
        return answer == 0 ? changed(new RoutingEvent.RoutingGone(what, own), own) : answer;
    }

    private boolean isUp(InterfaceName name) {
        var present = link(name);
        return present != null && present.up();
    }

    private void gone(List<Routing> ways) {
        ways.forEach(what -> changed(new RoutingEvent.RoutingGone(what, false), true));
    }

    /** Puts an address on the link; gives the errno. */
    public int add(LinkAddress address, boolean own) {
        return add(address, null, own);
    }

    private int add(LinkAddress address, @Nullable VirtualAddress form, boolean own) {
        if (link(address.link()) == null) {
            return ENODEV;
        }
        if (!addresses.add(address)) {
            return EEXIST;
        }
        if (own && losesNextNotices) {
            losesNextNotices = false;
            loseNotices();
        }
        forgotten.remove(address);
        if (form != null) {
            forms.put(address, form);
        }
        return changed(new LinkEvent.AddressSeen(standing(address), own), own);
    }

    /** Takes an address off the link; gives the errno. */
    public int remove(LinkAddress address, boolean own) {
        forms.remove(address);
        forgotten.remove(address);
        if (!addresses.remove(address)) {
            return EADDRNOTAVAIL;
        }
        int answer = changed(new LinkEvent.AddressGone(address, own), own);
        gone(routing.withoutSource(address.address().ip()));
        return answer;
    }

    private int changed(Event event, boolean own) {
        version++;
        if (!own) {
            trouble();
            machine.updateAbility();
        }
        tell(event, 0, own);
        return 0;
    }

    /** An operator or a cable changes the condition of a link. */
    public void set(InterfaceName name, boolean up, boolean running) {
        var before = links.get(name);
        if (before != null) {
            var now = new Link(
                    before.name(),
                    before.index(),
                    up,
                    running,
                    false,
                    before.mtu(),
                    before.hardware(),
                    before.promotes());
            put(now);
            changed(new LinkEvent.LinkSeen(now), false);
            if (!up) {
                gone(routing.withoutLink(name));
            }
        }
    }

    /** A link is deleted or moved away: its addresses go with it, and so do memberships of groups on it. */
    public void delete(InterfaceName name) {
        var before = links.remove(name);
        if (before != null) {
            link = links.get(LINK);
            addresses.removeIf(a -> a.link().equals(name));
            forms.keySet().removeIf(a -> a.link().equals(name));
            forgotten.removeIf(a -> a.link().equals(name));
            sockets.linkGone(before.index());
            changed(new LinkEvent.LinkGone(before.name(), before.index()), false);
            gone(routing.withoutLink(name));
        }
    }

    /** A link that is gone comes back with its first address: made anew under another index, or moved back under its own. */
    void make(Link like, LinkAddress first, boolean sameIndex) {
        if (links.get(like.name()) == null) {
            int index = sameIndex ? indexes.getOrDefault(like.name(), like.index()) : lastIndex + 1;
            var now = new Link(like.name(), index, true, true, false, like.mtu(), like.hardware());
            put(now);
            changed(new LinkEvent.LinkSeen(now), false);
            add(first, false);
        }
    }

    /** The next {@code count} changes of addresses fail with {@code number}. */
    public void fail(int count, int number) {
        failures = count;
        errno = number;
        trouble();
    }

    /** From now on notices and answers take this long. */
    public void slow(long nanos) {
        answerNanos = nanos;
        trouble();
    }

    /** Nothing goes wrong here any more. */
    void endFaults() {
        failures = 0;
        answersToLose = 0;
        losesNextNotices = false;
        answerNanos = ANSWER_NANOS;
        sockets.fail(0);
        trouble();
    }

    /** The machine boots: what was not in its startup files is gone. */
    void boot(List<LinkAddress> startup) {
        addresses.clear();
        routing.clear();
        forms.clear();
        forgotten.clear();
        addresses.addAll(startup);
        version++;
        endFaults();
    }

    /** The netlink socket overruns: what is on its way is lost, and everything is read anew. */
    public void loseNotices() {
        if (machine.director() != null && !reading) {
            readAnew();
        }
    }

    /** The same when the director next puts an address on a link: it hears of that by the reading. */
    public void loseNextNotices() {
        losesNextNotices = true;
    }

    private void readAnew() {
        epoch++;
        reading = true;
        trouble();
        world.queue().put(world.now() + READ_NANOS, new Reading(epoch));
    }

    /** Puts a fact, or the answer to an effect, on its way to the director. */
    private void tell(Event event, long answers, boolean own) {
        if (machine.director() != null && !reading && isWatched(event)) {
            lastToldAt = Math.max(lastToldAt, world.now() + answerNanos);
            if (!own || lastToldAt > world.now() + ANSWER_NANOS) {
                troubledAt = Math.max(troubledAt, lastToldAt);
            }
            world.queue().put(lastToldAt, new Notice(epoch, event, answers));
        }
    }

    private void deliver(Event event) {
        var director = machine.director();
        if (director != null) {
            director.offer(event);
        }
    }

    private void read() {
        trouble();
        var told = new ArrayList<Event>();
        told.add(new LinkEvent.KernelRead(
                links.values().stream().filter(l -> watched.has(l.name())).toList(),
                addresses.stream().filter(watched::has).map(this::standing).toList()));
        if (!watched.routing().isEmpty()) {
            told.add(new RoutingEvent.RoutingRead(routing.standing().stream()
                    .filter(watched.routing()::contains)
                    .toList()));
        }
        unanswered.forEach((effect, request) -> told.add(settled(effect, request)));
        unanswered.clear();
        var waiting = new LinkedHashMap<>(mailbox);
        mailbox.clear();
        reading = false;
        told.forEach(this::deliver);
        waiting.forEach(this::ask);
    }

    /** An answer that was lost, by what the reading shows. */
    private Event settled(long effect, Request request) {
        boolean made =
                switch (request) {
                    case AddressRequest address -> addresses.contains(address.address()) == address.stands();
                    case RoutingRequest(var what, boolean stands) ->
                        routing.standing().contains(what) == stands;
                    case PromotionRequest(var name, boolean on) -> {
                        var present = link(name);
                        yield present != null && present.promotes() == on;
                    }
                };
        return made ? new EffectApplied(effect) : new EffectFailed(effect, ENOBUFS, "acknowledgement lost");
    }

    private final class Notice extends EventQueue.Entry {
        private final int of;
        private final Event event;
        private final long answers;

        Notice(int of, Event event, long answers) {
            this.of = of;
            this.event = event;
            this.answers = answers;
        }

        @Override
        void happen() {
            if (of == epoch) {
                unanswered.remove(answers);
                deliver(event);
            }
        }
    }

    private final class Reading extends EventQueue.Entry {
        private final int of;

        Reading(int of) {
            this.of = of;
        }

        @Override
        void happen() {
            if (of == epoch) {
                read();
            }
        }
    }
}
