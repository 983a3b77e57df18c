package io.keepsake.adapter.netlink.ipvs.wire;

import static io.keepsake.adapter.netlink.ipvs.wire.IpvsNumbers.*;

import io.keepsake.adapter.netlink.wire.Attributes;
import io.keepsake.adapter.netlink.wire.Message;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.Protocol;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.SyncDaemon;
import java.util.Optional;
import java.util.OptionalInt;

/** What the IPVS family answers: a part of a dump, or the one answer to a question. Values are as in {@link Shown}. */
public sealed interface IpvsReply {

    record OfService(Service service, Traffic traffic) implements IpvsReply {}

    /** A destination of the service that was asked for. */
    record OfDestination(Destination destination, int active, int inactive, int persistent, Traffic traffic)
            implements IpvsReply {}

    /** A sync daemon that runs. What the kernel takes when it is told nothing is 0 here. */
    record OfDaemon(SyncDaemon daemon) implements IpvsReply {}

    record OfTimeouts(IpvsTimeouts timeouts) implements IpvsReply {}

    /** The number of the family, in the answer to {@link IpvsRequests#family}. */
    static OptionalInt family(Message message) {
        if (message.type() != GENL_ID_CTRL || command(message) != CTRL_CMD_NEWFAMILY) {
            return OptionalInt.empty();
        }
        int number = Attributes.of(message.payload(), GENERIC_BYTES).halfNumber(CTRL_ATTR_FAMILY_ID, 0);
        return number > GENL_ID_CTRL ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /** What a message of the family says, or nothing when it is of another kind or damaged. */
    static Optional<IpvsReply> decode(Message message) {
        var attributes = Attributes.of(message.payload(), GENERIC_BYTES);
        return switch (command(message)) {
            case IPVS_CMD_NEW_SERVICE -> attributes.nest(IPVS_CMD_ATTR_SERVICE).flatMap(IpvsReply::service);
            case IPVS_CMD_NEW_DEST -> attributes.nest(IPVS_CMD_ATTR_DEST).flatMap(DestinationReply::decode);
            case IPVS_CMD_NEW_DAEMON -> attributes.nest(IPVS_CMD_ATTR_DAEMON).flatMap(DaemonReply::decode);
            case IPVS_CMD_SET_CONFIG -> Optional.of(timeouts(attributes));
            default -> Optional.empty();
        };
    }

    private static int command(Message message) {
        return message.payload().limit() < GENERIC_BYTES
                ? -1
                : message.payload().get(0);
    }

    private static Optional<IpvsReply> service(Attributes in) {
        var key = key(in);
        var scheduler = in.text(IPVS_SVC_ATTR_SCHED_NAME);
        int flags = in.number(IPVS_SVC_ATTR_FLAGS, 0);
        int timeout = in.number(IPVS_SVC_ATTR_TIMEOUT, 0);
        if (key.isEmpty() || scheduler.isEmpty() || timeout < 0) {
            return Optional.empty();
        }
        boolean persistent = (flags & IP_VS_SVC_F_PERSISTENT) != 0;
        var service = new Service(
                key.get(),
                scheduler.get(),
                flags,
                (flags & IP_VS_SVC_F_ONEPACKET) != 0,
                persistent ? timeout : 0,
                prefix(in, key.get().family()),
                in.text(IPVS_SVC_ATTR_PE_NAME).orElse(""));
        return Optional.of(new OfService(Shown.of(service), traffic(in, IPVS_SVC_ATTR_STATS64, IPVS_SVC_ATTR_STATS)));
    }

    private static Optional<ServiceKey> key(Attributes in) {
        var family = family(in, IPVS_SVC_ATTR_AF);
        if (family.isEmpty()) {
            return Optional.empty();
        }
        int mark = in.number(IPVS_SVC_ATTR_FWMARK, 0);
        if (mark != 0) {
            return Optional.of(new ServiceKey.Mark(mark, family.get()));
        }
        var endpoint = endpoint(in, family.get(), IPVS_SVC_ATTR_ADDR, IPVS_SVC_ATTR_PORT);
        return protocol(in).flatMap(protocol -> endpoint.map(at -> new ServiceKey.Address(protocol, at)));
    }

    private static Optional<Protocol> protocol(Attributes in) {
        return switch (in.halfNumber(IPVS_SVC_ATTR_PROTOCOL, 0)) {
            case IPPROTO_TCP -> Optional.of(Protocol.TCP);
            case IPPROTO_UDP -> Optional.of(Protocol.UDP);
            case IPPROTO_SCTP -> Optional.of(Protocol.SCTP);
            default -> Optional.empty();
        };
    }

    static Optional<Family> family(Attributes in, int type) {
        return switch (in.halfNumber(type, 0)) {
            case AF_INET -> Optional.of(Family.IPV4);
            case AF_INET6 -> Optional.of(Family.IPV6);
            default -> Optional.empty();
        };
    }

    static Optional<Endpoint> endpoint(Attributes in, Family family, int ip, int port) {
        int number = in.port(port, -1);
        return number < 0 ? Optional.empty() : in.ip(ip, family).map(address -> new Endpoint(address, number));
    }

    /** The kernel takes IPv4 masks with holes as well; such a one counts as its leading ones. */
    private static int prefix(Attributes in, Family family) {
        return switch (family) {
            case IPV4 ->
                in.ip(IPVS_SVC_ATTR_NETMASK, Family.IPV4)
                        .map(mask -> Integer.numberOfLeadingZeros(~(int) mask.low()))
                        .orElse(Family.IPV4.bits());
            case IPV6 -> Math.clamp(in.number(IPVS_SVC_ATTR_NETMASK, Family.IPV6.bits()), 0, Family.IPV6.bits());
        };
    }

    private static OfTimeouts timeouts(Attributes in) {
        return new OfTimeouts(new IpvsTimeouts(
                seconds(in, IPVS_CMD_ATTR_TIMEOUT_TCP),
                seconds(in, IPVS_CMD_ATTR_TIMEOUT_TCP_FIN),
                seconds(in, IPVS_CMD_ATTR_TIMEOUT_UDP)));
    }

    private static int seconds(Attributes in, int type) {
        return Math.max(0, in.number(type, 0));
    }

    /** The counters of 64 bits, which kernels before 4.1 lack, or those of 32. */
    static Traffic traffic(Attributes in, int wide, int narrow) {
        return in.nest(wide)
                .or(() -> in.nest(narrow))
                .map(counters -> new Traffic(
                        counter(counters, IPVS_STATS_ATTR_CONNS),
                        counter(counters, IPVS_STATS_ATTR_INPKTS),
                        counter(counters, IPVS_STATS_ATTR_OUTPKTS),
                        counter(counters, IPVS_STATS_ATTR_INBYTES),
                        counter(counters, IPVS_STATS_ATTR_OUTBYTES)))
                .orElse(Traffic.NONE);
    }

    private static long counter(Attributes in, int type) {
        return in.longNumber(type, 0);
    }
}
