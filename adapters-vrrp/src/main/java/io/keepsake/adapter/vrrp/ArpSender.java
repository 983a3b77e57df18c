package io.keepsake.adapter.vrrp;

import io.keepsake.adapter.vrrp.sys.Linux;
import io.keepsake.adapter.vrrp.sys.Structs;
import io.keepsake.adapter.vrrp.sys.Syscalls;
import io.keepsake.adapter.vrrp.wire.GarpCodec;
import io.keepsake.adapter.vrrp.wire.NeighborCodec;
import io.keepsake.core.config.GarpPace;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The one AF_PACKET socket, opened with the first gratuitous ARP or neighbor advertisement. Its protocol is 0, so the kernel
 * hands it nothing and it needs no filter (packet(7)). Where a pace is configured, frames wait for their time.
 */
final class ArpSender {
    private static final int CLOSED = -1;

    private final Syscalls sys;
    private final byte[] frame = new byte[NeighborCodec.LENGTH];
    private final Map<Object, Waiting> waiting = new HashMap<>();
    private List<GarpPace> paces = List.of();
    private int socket = CLOSED;

    /** One frame that is to leave, and the effect that asked for it. */
    private record Frame(SendGratuitousArp wish, Ip ip, long effect) {}

    /** The frames of links that share a pace, in order, and when the first may leave. */
    private static final class Waiting {
        private final GarpPace pace;
        private final ArrayDeque<Frame> frames = new ArrayDeque<>();
        private Moment next = new Moment(Long.MIN_VALUE);

        Waiting(GarpPace pace) {
            this.pace = pace;
        }
    }

    ArpSender(Syscalls sys) {
        this.sys = sys;
    }

    /** From now on these; what waits leaves at the pace that it had. */
    void configure(List<GarpPace> next) {
        if (!next.equals(paces)) {
            paces = List.copyOf(next);
            waiting.values().removeIf(one -> one.frames.isEmpty());
        }
    }

    /**
     * Sends round by round, as far as the pace allows it now. A frame that fails does not stop the others; the first
     * failure is the answer.
     */
    Outcome send(SendGratuitousArp wish, long effect, Moment now) {
        if (socket < 0) {
            socket = sys.socket(Linux.AF_PACKET, Linux.SOCK_RAW, 0);
        }
        if (socket < 0) {
            return new Outcome.Failed(-socket, "socket(AF_PACKET) for gratuitous ARP on " + wish.link());
        }
        var pace = pace(wish.link());
        if (pace == null) {
            return sendAll(wish);
        }
        var queue = waiting.computeIfAbsent(pace.links().isEmpty() ? wish.link() : pace, _ -> new Waiting(pace));
        for (int round = 0; round < wish.repeat(); round++) {
            wish.addresses().forEach(ip -> queue.frames.add(new Frame(wish, ip, effect)));
        }
        var failures = new Outcome[] {Outcome.DONE};
        sendDue(queue, now, (failed, of) -> failures[0] = of == effect ? failed : failures[0]);
        return failures[0];
    }

    private @Nullable GarpPace pace(InterfaceName link) {
        for (var pace : paces) {
            if (pace.links().isEmpty() || pace.links().contains(link)) {
                return pace;
            }
        }
        return null;
    }

    private Outcome sendAll(SendGratuitousArp wish) {
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

    /** When the next frame is to leave. */
    Moment due() {
        var first = Moment.NEVER;
        for (var queue : waiting.values()) {
            first = queue.frames.isEmpty() ? first : first.earlierOf(queue.next);
        }
        return first;
    }

    /** Sends what is due; what fails is told with the index of its effect, and the rest of that effect does not leave. */
    void sendDue(Moment now, ObjLongConsumer<Outcome.Failed> failures) {
        waiting.values().forEach(queue -> sendDue(queue, now, failures));
    }

    private void sendDue(Waiting queue, Moment now, ObjLongConsumer<Outcome.Failed> failures) {
        while (!queue.frames.isEmpty() && now.reaches(queue.next)) {
            var first = queue.frames.remove();
            int answer = send(first.wish(), first.ip());
            if (answer < 0) {
                queue.frames.removeIf(other -> other.effect() == first.effect());
                failures.accept(failed(first.wish(), first.ip(), -answer), first.effect());
            }
            queue.next = now.plus(queue.pace.nanos(first.ip().family()));
        }
    }

    /** What waits for this address does not leave: it is no longer here. */
    void forget(InterfaceName link, Ip ip) {
        for (var queue : waiting.values()) {
            queue.frames.removeIf(f -> f.wish().link().equals(link) && f.ip().equals(ip));
        }
    }

    private int send(SendGratuitousArp wish, Ip ip) {
        return switch (ip.family()) {
            case IPV4 -> {
                GarpCodec.encode(frame, wish.hardware(), ip);
                var sockaddr = Structs.sockaddrLl(wish.linkIndex(), Linux.ETH_P_ARP);
                yield sys.sendTo(socket, frame, GarpCodec.LENGTH, 0, sockaddr);
            }
            case IPV6 -> {
                NeighborCodec.encode(frame, wish.hardware(), ip, forwards(wish.link()));
                var sockaddr = Structs.sockaddrLl(wish.linkIndex(), Linux.ETH_P_IPV6);
                yield sys.sendTo(socket, frame, NeighborCodec.LENGTH, 0, sockaddr);
            }
        };
    }

    /** Whether the link is a router's; the kernel says so without going to a disk. */
    private static boolean forwards(InterfaceName link) {
        try {
            var setting = Path.of("/proc/sys/net/ipv6/conf", link.value(), "forwarding");
            return !Files.readString(setting).startsWith("0");
        } catch (IOException | InvalidPathException unknown) {
            return false;
        }
    }

    private static Outcome.Failed failed(SendGratuitousArp wish, Ip ip, int errno) {
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
