package io.keepsake.adapter.vrrp;

import io.keepsake.adapter.vrrp.sys.Linux;
import io.keepsake.adapter.vrrp.sys.Structs;
import io.keepsake.adapter.vrrp.sys.Syscalls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Sees every frame that comes in on a link, from its opening on. */
final class Sniffer implements AutoCloseable {
    static final int IPV4 = 0x0800;
    static final int ARP = 0x0806;
    static final int IPV6 = 0x86dd;
    private static final int NEIGHBOR_ADVERTISEMENT = 136;

    private final Namespace namespace;
    private final Syscalls sys;
    private final int socket;

    private Sniffer(Namespace namespace, Syscalls sys, int socket) {
        this.namespace = namespace;
        this.sys = sys;
        this.socket = socket;
    }

    static Sniffer open(Namespace namespace, String link, int etherType) throws Exception {
        int index = namespace.linkIndex(link);
        return namespace.in(() -> {
            var sys = Syscalls.load();
            int socket = sys.socket(Linux.AF_PACKET, Linux.SOCK_RAW, Short.reverseBytes((short) etherType) & 0xffff);
            int bound = sys.bind(socket, Structs.sockaddrLl(index, etherType));
            if (socket < 0 || bound < 0) {
                throw new IllegalStateException("packet socket " + socket + ", bind " + bound);
            }
            return new Sniffer(namespace, sys, socket);
        });
    }

    /** The next {@code count} frames that are VRRP, ARP or neighbor advertisements, in hex; fails when they do not come. */
    List<String> next(int count) throws Exception {
        return namespace.in(() -> {
            var frames = new ArrayList<String>();
            var frame = new byte[Syscalls.PACKET_MAX];
            while (frames.size() < count) {
                if (!Namespace.awaitReadable(socket, 600_000)) {
                    throw new AssertionError("heard " + frames + " and then 10 s of silence");
                }
                int length = sys.receive(socket, frame);
                boolean neighbor = length > 54 && frame[20] == 58 && (frame[54] & 0xff) == NEIGHBOR_ADVERTISEMENT;
                if (length > 23 && (frame[13] == 6 || frame[23] == 112 || frame[20] == 112 || neighbor)) {
                    frames.add(HexFormat.of().formatHex(Arrays.copyOf(frame, length)));
                }
            }
            return frames;
        });
    }

    @Override
    public void close() {
        sys.close(socket);
    }
}
