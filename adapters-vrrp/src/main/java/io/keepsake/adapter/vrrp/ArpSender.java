package io.keepsake.adapter.vrrp;

import io.keepsake.adapter.vrrp.sys.Linux;
import io.keepsake.adapter.vrrp.sys.Structs;
import io.keepsake.adapter.vrrp.sys.Syscalls;
import io.keepsake.adapter.vrrp.wire.GarpCodec;
import io.keepsake.adapter.vrrp.wire.NeighborCodec;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.value.Ip;

/**
 * The one AF_PACKET socket, opened with the first gratuitous ARP or neighbor advertisement. Its protocol is 0, so the kernel hands it nothing and
 * it needs no filter (packet(7)).
 */
final class ArpSender {
    private static final int CLOSED = -1;

    private final Syscalls sys;
    private final byte[] frame = new byte[NeighborCodec.LENGTH];
    private int socket = CLOSED;

    ArpSender(Syscalls sys) {
        this.sys = sys;
    }

    /** Sends round by round. A frame that fails does not stop the others; the first failure is the answer. */
    Outcome send(SendGratuitousArp wish) {
        if (socket < 0) {
            socket = sys.socket(Linux.AF_PACKET, Linux.SOCK_RAW, 0);
        }
        if (socket < 0) {
            return new Outcome.Failed(-socket, "socket(AF_PACKET) for gratuitous ARP on " + wish.link());
        }
        Outcome first = Outcome.DONE;
        for (int round = 0; round < wish.repeat(); round++) {
            for (var ip : wish.addresses()) {
                int answer = send(wish, ip);
                if (answer < 0 && first instanceof Outcome.Done) {
                    first = failed(wish, ip, -answer);
                }
            }
        }
        return first;
    }

    private int send(SendGratuitousArp wish, Ip ip) {
        return switch (ip.family()) {
            case IPV4 -> {
                GarpCodec.encode(frame, wish.hardware(), ip);
                var sockaddr = Structs.sockaddrLl(wish.linkIndex(), Linux.ETH_P_ARP);
                yield sys.sendTo(socket, frame, GarpCodec.LENGTH, 0, sockaddr);
            }
            case IPV6 -> {
                NeighborCodec.encode(frame, wish.hardware(), ip);
                var sockaddr = Structs.sockaddrLl(wish.linkIndex(), Linux.ETH_P_IPV6);
                yield sys.sendTo(socket, frame, NeighborCodec.LENGTH, 0, sockaddr);
            }
        };
    }

    private static Outcome failed(SendGratuitousArp wish, Ip ip, int errno) {
        return new Outcome.Failed(
                errno,
                "sendto "
                        + switch (ip.family()) {
                            case IPV4 -> "gratuitous ARP of ";
                            case IPV6 -> "neighbor advertisement of ";
                        }
                        + ip + " on " + wish.link() + " (index " + wish.linkIndex() + ")");
    }

    void close() {
        if (socket >= 0) {
            sys.close(socket);
            socket = CLOSED;
        }
    }
}
