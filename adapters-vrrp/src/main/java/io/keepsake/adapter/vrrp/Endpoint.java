package io.keepsake.adapter.vrrp;

import static io.keepsake.adapter.vrrp.sys.Linux.IPPROTO_RAW;
import static io.keepsake.adapter.vrrp.sys.Linux.IPPROTO_VRRP;
import static io.keepsake.adapter.vrrp.sys.Linux.IPV6_ADD_MEMBERSHIP;
import static io.keepsake.adapter.vrrp.sys.Linux.IPV6_MULTICAST_ALL;
import static io.keepsake.adapter.vrrp.sys.Linux.IPV6_MULTICAST_IF;
import static io.keepsake.adapter.vrrp.sys.Linux.IPV6_MULTICAST_LOOP;
import static io.keepsake.adapter.vrrp.sys.Linux.IPV6_RECVHOPLIMIT;
import static io.keepsake.adapter.vrrp.sys.Linux.IPV6_RECVPKTINFO;
import static io.keepsake.adapter.vrrp.sys.Linux.IP_ADD_MEMBERSHIP;
import static io.keepsake.adapter.vrrp.sys.Linux.IP_MULTICAST_ALL;
import static io.keepsake.adapter.vrrp.sys.Linux.IP_MULTICAST_IF;
import static io.keepsake.adapter.vrrp.sys.Linux.IP_MULTICAST_LOOP;
import static io.keepsake.adapter.vrrp.sys.Linux.SOL_IP;
import static io.keepsake.adapter.vrrp.sys.Linux.SOL_IPV6;
import static io.keepsake.adapter.vrrp.sys.Linux.SOL_SOCKET;
import static io.keepsake.adapter.vrrp.sys.Linux.SO_BINDTOIFINDEX;
import static io.keepsake.adapter.vrrp.sys.Linux.SO_PRIORITY;
import static io.keepsake.adapter.vrrp.sys.Linux.SO_RCVBUF;
import static io.keepsake.adapter.vrrp.sys.Linux.SO_RCVBUFFORCE;
import static io.keepsake.adapter.vrrp.sys.Linux.SO_TIMESTAMPNS;

import io.keepsake.adapter.vrrp.sys.Linux;
import io.keepsake.adapter.vrrp.sys.Structs;
import io.keepsake.adapter.vrrp.sys.Syscalls;
import io.keepsake.adapter.vrrp.wire.Ipv6Codec;
import io.keepsake.adapter.vrrp.wire.SocketFilter;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The two sockets of a {@link Place}: one hears, one sends. Both are bound to the index of the link, not to its name,
 * so a link that was renamed or made anew is never taken for the old one ({@code SO_BINDTOIFINDEX}, Linux 5.0).
 */
final class Endpoint {
    /** The kernel doubles it and caps it at {@code net.core.rmem_max}; some hundred adverts either way. */
    private static final int RECEIVE_BUFFER = 1 << 20;
    /** TC_PRIO_INTERACTIVE, the highest without CAP_NET_ADMIN: the first band of the usual queues. */
    private static final int PRIORITY = 6;

    private static final int CLOSED = -1;

    private final Syscalls sys;
    private final int epoll;
    private final Place place;
    private final Map<Integer, List<Member>> byVrid = new TreeMap<>();
    private boolean hearsAll;
    private int linkIndex;
    private long incarnation;
    private int receiver = CLOSED;
    private int sender = CLOSED;
    private Outcome last = Outcome.DONE;

    Endpoint(Syscalls sys, int epoll, Place place) {
        this.sys = sys;
        this.epoll = epoll;
        this.place = place;
    }

    /**
     * Hears for this member too; opens anew, for all members, when this is another incarnation of the link than before: its
     * index may be the same, and what was opened on it hears nothing any more.
     */
    Outcome join(Member member, int index, long incarnation) {
        add(member);
        if (isOpen() && linkIndex == index && this.incarnation == incarnation) {
            ok("SO_ATTACH_FILTER", sys.attachFilter(receiver, filter()));
            return last;
        }
        close();
        linkIndex = index;
        this.incarnation = incarnation;
        if (!(openReceiver() && openSender())) {
            close();
        }
        return last;
    }

    /** The membership comes last: before it, and behind a filter that drops all, nothing of another link slips in. */
    private boolean openReceiver() {
        receiver = sys.socket(domain(), Linux.SOCK_RAW, IPPROTO_VRRP);
        return ok("socket(raw, 112)", receiver)
                && ok("SO_ATTACH_FILTER", sys.attachFilter(receiver, SocketFilter.dropAll()))
                && ok("SO_BINDTOIFINDEX", sys.setOption(receiver, SOL_SOCKET, SO_BINDTOIFINDEX, linkIndex))
                && ok("bind", sys.bind(receiver, Structs.sockaddr(hearsAt())))
                && ok("SO_TIMESTAMPNS", sys.setOption(receiver, SOL_SOCKET, SO_TIMESTAMPNS, 1))
                && ok("SO_RCVBUF", sys.setOption(receiver, SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER))
                && asksForMore()
                && hearsOnlyItsGroups()
                && ok("epoll_ctl", sys.epollAdd(epoll, receiver))
                && discardEarly()
                && ok("SO_ATTACH_FILTER", sys.attachFilter(receiver, filter()))
                && joins(place.group());
    }

    /** {@code kernel_rx_buf_size}, where it is more than ours; beyond the system's limit it needs CAP_NET_ADMIN. */
    private boolean asksForMore() {
        int most = byVrid.values().stream()
                .flatMap(List::stream)
                .mapToInt(m -> m.config().options().receiveBuffer())
                .max()
                .orElse(0);
        if (most > RECEIVE_BUFFER) {
            sys.setOption(receiver, SOL_SOCKET, SO_RCVBUFFORCE, most);
        }
        return true;
    }

    private int domain() {
        return switch (place.family()) {
            case IPV4 -> Linux.AF_INET;
            case IPV6 -> Linux.AF_INET6;
        };
    }

    private Ip hearsAt() {
        var group = place.group();
        return group != null
                ? group
                : switch (place.family()) {
                    case IPV4 -> Ip.v4(0);
                    case IPV6 -> new Ip(Family.IPV6, 0, 0);
                };
    }

    /** Nothing of groups that others of this host have joined; of IPv6 the kernel tells the header beside the message. */
    private boolean hearsOnlyItsGroups() {
        return switch (place.family()) {
            case IPV4 -> ok("IP_MULTICAST_ALL", sys.setOption(receiver, SOL_IP, IP_MULTICAST_ALL, 0));
            case IPV6 ->
                ok("IPV6_MULTICAST_ALL", sys.setOption(receiver, SOL_IPV6, IPV6_MULTICAST_ALL, 0))
                        && ok("IPV6_RECVPKTINFO", sys.setOption(receiver, SOL_IPV6, IPV6_RECVPKTINFO, 1))
                        && ok("IPV6_RECVHOPLIMIT", sys.setOption(receiver, SOL_IPV6, IPV6_RECVHOPLIMIT, 1));
        };
    }

    private boolean joins(@Nullable Ip group) {
        if (group == null) {
            return true;
        }
        return switch (group.family()) {
            case IPV4 ->
                ok(
                        "IP_ADD_MEMBERSHIP",
                        sys.setOption(receiver, SOL_IP, IP_ADD_MEMBERSHIP, Structs.ipMreqn(group, linkIndex)));
            case IPV6 ->
                ok(
                        "IPV6_ADD_MEMBERSHIP",
                        sys.setOption(receiver, SOL_IPV6, IPV6_ADD_MEMBERSHIP, Structs.ipv6Mreq(group, linkIndex)));
        };
    }

    /** What came between {@code socket} and the first filter may be of any link and group. */
    private boolean discardEarly() {
        var unused = new byte[Syscalls.PACKET_MAX];
        while (sys.receive(receiver, unused) >= 0) {}
        return true;
    }

    /** IPPROTO_RAW: it takes whole packets and says no protocol of its own; what comes in anyway is filtered out. */
    private boolean openSender() {
        sender = sys.socket(domain(), Linux.SOCK_RAW, IPPROTO_RAW);
        return ok("socket(raw, 255)", sender)
                && ok("SO_ATTACH_FILTER", sys.attachFilter(sender, SocketFilter.dropAll()))
                && ok("SO_BINDTOIFINDEX", sys.setOption(sender, SOL_SOCKET, SO_BINDTOIFINDEX, linkIndex))
                && ok("SO_PRIORITY", sys.setOption(sender, SOL_SOCKET, SO_PRIORITY, PRIORITY))
                && sendsToTheLink();
    }

    private boolean sendsToTheLink() {
        return switch (place.family()) {
            case IPV4 ->
                ok("IP_MULTICAST_LOOP", sys.setOption(sender, SOL_IP, IP_MULTICAST_LOOP, 0))
                        && ok(
                                "IP_MULTICAST_IF",
                                sys.setOption(sender, SOL_IP, IP_MULTICAST_IF, Structs.ipMreqn(linkIndex)));
            case IPV6 ->
                ok("IPV6_MULTICAST_LOOP", sys.setOption(sender, SOL_IPV6, IPV6_MULTICAST_LOOP, 0))
                        && ok("IPV6_MULTICAST_IF", sys.setOption(sender, SOL_IPV6, IPV6_MULTICAST_IF, linkIndex));
        };
    }

    /** Whether the call went well; {@link #last} holds how the last one went. */
    private boolean ok(String call, int answer) {
        last = answer >= 0
                ? Outcome.DONE
                : new Outcome.Failed(-answer, call + " for " + place + " (index " + linkIndex + ")");
        return answer >= 0;
    }

    /** Sends a packet to one of the member's destinations; a group needs no route. */
    Outcome send(Member member, int destination, byte[] packet, int length) {
        int flags = place.group() == null ? 0 : Linux.MSG_DONTROUTE;
        int answer =
                isOpen() ? sys.sendTo(sender, packet, length, flags, member.sockaddr(destination)) : -Linux.ENOTCONN;
        return answer >= 0
                ? Outcome.DONE
                : new Outcome.Failed(
                        -answer,
                        "sendto " + member.destinations().get(destination) + " on " + place.link() + " (index "
                                + linkIndex + ") for " + member.name());
    }

    /** The length of the packet now in {@code target}, or -errno. */
    int receive(byte[] target) {
        return switch (place.family()) {
            case IPV4 -> sys.receive(receiver, target);
            case IPV6 -> {
                int message = sys.receive(receiver, target, Ipv6Codec.HEADER);
                if (message < 0) {
                    yield message;
                }
                Ipv6Codec.header(target, message, sys.from(), sys.to(), sys.hopLimit());
                yield Ipv6Codec.HEADER + message;
            }
        };
    }

    /**
     * Whose a packet is. Several instances of one VRID hear from different peers: it is the one's that has the sender as a
     * peer, else the one's whose own address it was sent to, else the first's.
     *
     * @param from the sender
     * @param to the address that it was sent to
     */
    @Nullable Member member(int vrid, Ip from, Ip to) {
        var members = byVrid.get(vrid);
        if (members == null || members.size() == 1) {
            return members == null ? null : members.getFirst();
        }
        for (var member : members) {
            if (member.config().unicastPeers().contains(from)) {
                return member;
            }
        }
        for (var member : members) {
            if (to.equals(member.config().source())) {
                return member;
            }
        }
        return members.getFirst();
    }

    private void add(Member member) {
        member.endpoint(this);
        var members = byVrid.computeIfAbsent(member.config().vrid().value(), _ -> new ArrayList<>());
        if (!members.contains(member)) {
            members.add(member);
        }
    }

    private void remove(Member member) {
        member.endpoint(null);
        int vrid = member.config().vrid().value();
        var members = byVrid.get(vrid);
        if (members != null && members.remove(member) && members.isEmpty()) {
            byVrid.remove(vrid);
        }
    }

    boolean hears(int fd) {
        return receiver == fd;
    }

    boolean isOpen() {
        return sender >= 0;
    }

    /** Hears no longer for this member; with the last one the sockets go. A filter that stays wider does no harm. */
    void leave(Member member) {
        remove(member);
        if (isEmpty()) {
            close();
        } else if (isOpen()) {
            sys.attachFilter(receiver, filter());
        }
    }

    boolean isEmpty() {
        return byVrid.isEmpty();
    }

    /** Hears for {@code after} what it heard for {@code before}. */
    void replace(Member before, Member after) {
        remove(before);
        add(after);
    }

    /** Whether it hears of VRIDs that are nobody's here too, from now on. */
    void hearAll(boolean all) {
        if (all != hearsAll) {
            hearsAll = all;
            if (isOpen()) {
                sys.attachFilter(receiver, filter());
            }
        }
    }

    /** Who is told of what is nobody's: the one of the lowest VRID. */
    @Nullable Member first() {
        return byVrid.isEmpty() ? null : byVrid.values().iterator().next().getFirst();
    }

    Place place() {
        return place;
    }

    private byte[] filter() {
        return hearsAll ? SocketFilter.passAll() : SocketFilter.passVrids(vrids(), place.family());
    }

    private BitSet vrids() {
        var vrids = new BitSet(256);
        byVrid.keySet().forEach(vrids::set);
        return vrids;
    }

    void close() {
        receiver = closed(receiver);
        sender = closed(sender);
    }

    private int closed(int fd) {
        if (fd >= 0) {
            sys.close(fd);
        }
        return CLOSED;
    }
}
