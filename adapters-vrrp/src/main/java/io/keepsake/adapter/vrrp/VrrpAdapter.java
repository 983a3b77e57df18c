package io.keepsake.adapter.vrrp;

import io.keepsake.adapter.vrrp.sys.Linux;
import io.keepsake.adapter.vrrp.sys.Syscalls;
import io.keepsake.adapter.vrrp.wire.Decoded;
import io.keepsake.adapter.vrrp.wire.PacketCodec;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Secret;
import io.keepsake.core.value.VrrpVersion;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends and hears VRRP. All calls belong to one thread and none blocks. The sockets are made in the network namespace of
 * that thread.
 */
public final class VrrpAdapter implements AutoCloseable {
    /** The most packets one {@link #drain} takes, so that a flood cannot keep the caller from its other work. */
    public static final int DRAIN_MAX = 1024;

    /** The most packets taken from one socket before the next one has its turn. */
    private static final int SHARE = 32;

    private static final long LATE_NANOS_MAX = 10_000_000_000L;

    private final Syscalls sys;
    private final int epoll;
    private final ArpSender arp;
    private final Map<Place, Endpoint> endpoints = new LinkedHashMap<>();
    private Map<InstanceName, Member> members = Map.of();
    private final byte[] incoming = new byte[Syscalls.PACKET_MAX];
    private final byte[] outgoing = new byte[PacketCodec.LENGTH_MAX];
    private final int[] ready = new int[Syscalls.READY_MAX];
    private long strays;
    private boolean tellsUnknown;

    private VrrpAdapter(Syscalls sys, int epoll) {
        this.sys = sys;
        this.epoll = epoll;
        this.arp = new ArpSender(sys);
    }

    /**
     * Makes the epoll descriptor and nothing else.
     *
     * @throws IllegalStateException when the kernel has no descriptor left
     */
    public static VrrpAdapter open() {
        var sys = Syscalls.load();
        int epoll = sys.epollCreate();
        if (epoll < 0) {
            throw new IllegalStateException("epoll_create1 failed: errno " + -epoll);
        }
        return new VrrpAdapter(sys, epoll);
    }

    /** An epoll descriptor, to be nested in another: readable while a packet waits. */
    public int readyFd() {
        return epoll;
    }

    /**
     * Replaces the instances. One that stands where it stood (same link, family, group and VRID) keeps its sockets and
     * its count of IP ids; any other leaves, and joins with the next {@link JoinGroup}.
     *
     * @param passwords of the instances with {@code auth_type PASS}
     * @throws IllegalArgumentException when one of those passwords is missing
     */
    public void configure(ControllerConfig config, Map<InstanceName, Secret> passwords) {
        var before = members;
        var after = new HashMap<InstanceName, Member>();
        config.instances()
                .forEach(instance -> after.put(instance.name(), new Member(instance, passwords.get(instance.name()))));
        members = after;
        arp.configure(config.garpPaces());
        tellsUnknown = config.tellsUnknownVrids();
        endpoints.values().forEach(endpoint -> endpoint.hearAll(tellsUnknown));
        for (var old : before.values()) {
            succeed(old, after.get(old.name()));
        }
    }

    private void succeed(Member before, @Nullable Member after) {
        var endpoint = before.endpoint();
        if (endpoint != null && after != null && after.standsWhere(before)) {
            endpoint.replace(before, after);
        } else {
            leave(before);
        }
    }

    /** Opens the sockets of the instance's place unless they are open on this very link, and hears for the instance. */
    public Outcome handle(JoinGroup wish) {
        var member = members.get(wish.instance());
        if (member == null) {
            return notJoined(wish.instance());
        }
        var config = member.config();
        if (config.version() == VrrpVersion.V2 && config.auth() == AuthType.AH) {
            return new Outcome.Failed(
                    Linux.EPROTONOSUPPORT, wish.instance() + ": auth_type AH is not supported, use PASS or VRRPv3");
        }
        return endpoints
                .computeIfAbsent(member.place(), this::endpoint)
                .join(member, wish.linkIndex(), wish.incarnation());
    }

    private Endpoint endpoint(Place place) {
        var endpoint = new Endpoint(sys, epoll, place);
        endpoint.hearAll(tellsUnknown);
        return endpoint;
    }

    /**
     * Sends to the group, or to every peer: one that cannot be reached does not keep the advert from the others.
     *
     * @param effect its index, which its IPv4 identification tells
     */
    public Outcome handle(SendAdvert wish, long effect) {
        var member = members.get(wish.instance());
        var endpoint = member == null ? null : member.endpoint();
        if (member == null || endpoint == null) {
            return notJoined(wish.instance());
        }
        return send(wish, AdvertReceived.idOf(effect), member, endpoint);
    }

    private Outcome send(SendAdvert wish, int id, Member member, Endpoint endpoint) {
        Outcome first = Outcome.DONE;
        for (int i = 0; i < member.destinations().size(); i++) {
            var destination = member.destinations().get(i);
            int length = PacketCodec.encode(
                    outgoing,
                    wish.advert(),
                    member.auth(),
                    wish.source(),
                    destination,
                    member.summed(destination),
                    member.checksumForm(),
                    id,
                    member.ttl());
            var outcome = endpoint.send(member, i, outgoing, length);
            first = first instanceof Outcome.Failed ? first : outcome;
        }
        return first;
    }

    private static Outcome notJoined(InstanceName instance) {
        return new Outcome.Failed(Linux.ENOTCONN, instance + " has joined no group");
    }

    /**
     * Sends {@code repeat} rounds of one frame for each address; answers the first failure, after trying them all. Where a
     * pace is configured, what must wait leaves with {@link #announceDue}.
     *
     * @param effect its index
     */
    public Outcome handle(SendGratuitousArp wish, long effect, Moment now) {
        return arp.send(wish, effect, now);
    }

    /** When {@link #announceDue} has something to send. */
    public Moment announcesAt() {
        return arp.due();
    }

    /** Sends the gratuitous ARP that waited for its time; what fails is told with the index of its effect. */
    public void announceDue(Moment now, ObjLongConsumer<Outcome.Failed> failures) {
        arp.sendDue(now, failures);
    }

    /** The address is no longer here: no gratuitous ARP that waits says that it is. */
    public void forget(LinkAddress address) {
        arp.forget(address.link(), address.address().ip());
    }

    /**
     * Takes what waits, up to {@link #DRAIN_MAX} packets, and tells what it was. The consumer may call back into this
     * adapter.
     *
     * @return how many packets were taken
     */
    public int drain(Consumer<VrrpEvent> heard) {
        int taken = 0;
        while (taken < DRAIN_MAX) {
            int before = taken;
            int count = sys.epollWait(epoll, ready);
            for (int i = 0; i < count; i++) {
                taken += take(ready[i], Math.min(SHARE, DRAIN_MAX - taken), heard);
            }
            if (taken == before) {
                return taken;
            }
        }
        return taken;
    }

    private int take(int fd, int most, Consumer<VrrpEvent> heard) {
        for (var endpoint : endpoints.values()) {
            if (endpoint.hears(fd)) {
                return take(endpoint, most, heard);
            }
        }
        return 0; // closed by the consumer meanwhile
    }

    private int take(Endpoint endpoint, int most, Consumer<VrrpEvent> heard) {
        int taken = 0;
        while (taken < most) {
            int length = endpoint.receive(incoming);
            if (length < 0) {
                return taken;
            }
            taken++;
            tell(endpoint, length, heard);
        }
        return taken;
    }

    private void tell(Endpoint endpoint, int length, Consumer<VrrpEvent> heard) {
        int vrid = PacketCodec.vrid(incoming, length);
        var member = vrid < 0
                ? null
                : endpoint.member(vrid, PacketCodec.source(incoming), PacketCodec.destination(incoming));
        long late = lateNanos(sys.realTimeNanos(), sys.stampNanos());
        if (member == null) {
            strays++;
            tellUnknown(vrid, endpoint, late, heard);
            return;
        }
        heard.accept(
                switch (PacketCodec.decode(incoming, length, member.expected())) {
                    case Decoded.Valid it ->
                        new AdvertReceived(
                                member.name(),
                                it.source(),
                                it.ttl(),
                                late,
                                it.advert(),
                                it.checksum(),
                                PacketCodec.id(incoming));
                    case Decoded.Invalid it ->
                        new AdvertRejected(member.name(), it.source(), it.reason(), it.detail(), late);
                });
    }

    private void tellUnknown(int vrid, Endpoint endpoint, long late, Consumer<VrrpEvent> heard) {
        var witness = endpoint.first();
        if (tellsUnknown && vrid >= 0 && witness != null) {
            heard.accept(new AdvertRejected(
                    witness.name(),
                    PacketCodec.source(incoming),
                    RejectReason.UNKNOWN_VRID,
                    "VRID " + vrid + " is no instance's on " + endpoint.place().link(),
                    late));
        }
    }

    /** Both are wall-clock times, so a step of that clock in between must not become a nonsense age. */
    static long lateNanos(long now, long stamp) {
        return stamp == 0 ? 0 : Math.clamp(now - stamp, 0, LATE_NANOS_MAX);
    }

    /** Packets that got past the kernel's filter and were of no instance that hears there. */
    public long strays() {
        return strays;
    }

    /** Stops hearing for the instance; it sends no more until it joins again. */
    public void leave(InstanceName instance) {
        var member = members.get(instance);
        if (member != null) {
            leave(member);
        }
    }

    private void leave(Member member) {
        var endpoint = member.endpoint();
        if (endpoint != null) {
            endpoint.leave(member);
            if (endpoint.isEmpty()) {
                endpoints.remove(member.place());
            }
        }
    }

    /** Closes every socket; the group memberships end with them. */
    @Override
    public void close() {
        endpoints.values().forEach(Endpoint::close);
        endpoints.clear();
        arp.close();
        sys.close(epoll);
    }
}
