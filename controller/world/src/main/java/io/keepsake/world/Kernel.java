package io.keepsake.world;

import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One link of a machine and the addresses on it, as they are and not as its director believes; they survive it. Tells
 * the director in the order of the one netlink socket that the adapter has: a notice before the answer, everything anew
 * after something was lost.
 */
public final class Kernel {
    /** The link that every machine has. */
    public static final InterfaceName LINK = new InterfaceName("eth0");

    /** The kernel answers within this, unless it is slow. */
    public static final long ANSWER_NANOS = 500_000;

    /** A reading of everything takes this long. */
    public static final long READ_NANOS = 5_000_000;

    static final int EEXIST = 17;
    static final int ENODEV = 19;
    static final int EADDRNOTAVAIL = 99;
    static final int ENOBUFS = 105;

    /** That an address stands, or that it does not. */
    record AddressRequest(LinkAddress address, boolean stands) {}

    private final World world;
    private final Machine machine;
    private final Sockets sockets = new Sockets();
    private final List<LinkAddress> addresses = new ArrayList<>();
    private @Nullable Link link;
    private int lastIndex = 2;

    private final Map<Long, AddressRequest> unanswered = new LinkedHashMap<>();
    private final Map<Long, AddressRequest> mailbox = new LinkedHashMap<>();
    private int epoch;
    private boolean reading;
    private long lastToldAt;
    private long answerNanos = ANSWER_NANOS;
    private int failures;
    private int errno;
    private long troubledAt;
    private int version;

    Kernel(World world, Machine machine, Link link, LinkAddress first) {
        this.world = world;
        this.machine = machine;
        this.link = link;
        addresses.add(first);
    }

    /** The link as it is, or null while it is gone. */
    public @Nullable Link link() {
        return link;
    }

    /** The addresses as they stand. */
    public List<LinkAddress> addresses() {
        return addresses;
    }

    public Sockets sockets() {
        return sockets;
    }

    /** Whether packets can pass. */
    public boolean usable() {
        var present = link;
        return present != null && present.usable();
    }

    /**
     * Since when nothing went wrong here that was not a director's own doing, and the director was told of all that did;
     * the end of time while a reading is under way.
     */
    public long calmSince() {
        return reading ? Long.MAX_VALUE : Math.max(troubledAt, lastToldAt);
    }

    /** Grows with every change of what stands on the link. */
    public int version() {
        return version;
    }

    private void trouble() {
        troubledAt = world.now();
    }

    /** A director opened its netlink socket: it is told everything first. */
    void opened() {
        readAnew();
    }

    /** The director is gone. */
    void closed() {
        epoch++;
        reading = false;
        unanswered.clear();
        mailbox.clear();
        sockets.closeAll();
        trouble();
    }

    /** The director asks for a change of addresses. */
    void ask(long effect, AddressRequest request) {
        if (reading) {
            mailbox.put(effect, request);
            return;
        }
        unanswered.put(effect, request);
        int answer = make(request);
        tell(
                answer == 0 ? new EffectApplied(effect) : new EffectFailed(effect, answer, "netlink: errno " + answer),
                effect);
    }

    private int make(AddressRequest request) {
        if (link == null) {
            return ENODEV;
        }
        if (failures > 0) {
            failures--;
            trouble();
            return errno;
        }
        return request.stands() ? add(request.address(), true) : remove(request.address(), true);
    }

    /** Puts an address on the link; gives the errno. */
    public int add(LinkAddress address, boolean own) {
        if (link == null) {
            return ENODEV;
        }
        if (addresses.contains(address)) {
            return EEXIST;
        }
        addresses.add(address);
        return changed(new LinkEvent.AddressSeen(address, own), own);
    }

    /** Takes an address off the link; gives the errno. */
    public int remove(LinkAddress address, boolean own) {
        return addresses.remove(address) ? changed(new LinkEvent.AddressGone(address, own), own) : EADDRNOTAVAIL;
    }

    private int changed(LinkEvent event, boolean own) {
        version++;
        if (!own) {
            trouble();
            machine.updateAbility();
        }
        tell(event, 0);
        return 0;
    }

    /** An operator or a cable changes the condition of the link. */
    public void set(boolean up, boolean running) {
        var before = link;
        if (before != null) {
            var now = new Link(before.name(), before.index(), up, running, false, before.mtu(), before.hardware());
            link = now;
            changed(new LinkEvent.LinkSeen(now), false);
        }
    }

    /** The link is deleted, and its addresses with it. */
    public void delete() {
        var before = link;
        if (before != null) {
            link = null;
            addresses.clear();
            changed(new LinkEvent.LinkGone(before.name(), before.index()), false);
        }
    }

    /** The link is made anew, under another index, with its first address. */
    void make(Link like, LinkAddress first) {
        if (link == null) {
            var now = new Link(like.name(), ++lastIndex, true, true, false, like.mtu(), like.hardware());
            link = now;
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
        answerNanos = ANSWER_NANOS;
        sockets.fail(0);
        trouble();
    }

    /** The machine boots: what was not in its startup files is gone. */
    void boot(LinkAddress first) {
        addresses.clear();
        addresses.add(first);
        version++;
        endFaults();
    }

    /** The netlink socket overruns: what is on its way is lost, and everything is read anew. */
    public void loseNotices() {
        if (machine.director() != null && !reading) {
            readAnew();
        }
    }

    private void readAnew() {
        epoch++;
        reading = true;
        trouble();
        world.agenda().put(world.now() + READ_NANOS, new Reading(epoch));
    }

    /** Puts a fact, or the answer to an effect, on its way to the director. */
    private void tell(Event event, long answers) {
        if (machine.director() != null && !reading) {
            lastToldAt = Math.max(lastToldAt, world.now() + answerNanos);
            world.agenda().put(lastToldAt, new Notice(epoch, event, answers));
        }
    }

    private void hand(Event event) {
        var director = machine.director();
        if (director != null) {
            director.offer(event);
        }
    }

    private void read() {
        trouble();
        var present = link;
        var told = new ArrayList<Event>();
        told.add(LinkEvent.KernelRead.plain(present == null ? List.of() : List.of(present), addresses));
        unanswered.forEach((effect, request) -> told.add(settled(effect, request)));
        unanswered.clear();
        var waiting = new LinkedHashMap<>(mailbox);
        mailbox.clear();
        reading = false;
        told.forEach(this::hand);
        waiting.forEach(this::ask);
    }

    /** An answer that was lost, by what the reading shows. */
    private Event settled(long effect, AddressRequest request) {
        boolean made = addresses.contains(request.address()) == request.stands();
        return made ? new EffectApplied(effect) : new EffectFailed(effect, ENOBUFS, "acknowledgement lost");
    }

    private final class Notice extends Agenda.Item {
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
                hand(event);
            }
        }
    }

    private final class Reading extends Agenda.Item {
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
