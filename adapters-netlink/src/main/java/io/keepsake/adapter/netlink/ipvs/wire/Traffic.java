package io.keepsake.adapter.netlink.ipvs.wire;

/** What went through a service or to a destination since it was added or its counters were zeroed. */
public record Traffic(long connections, long packetsIn, long packetsOut, long bytesIn, long bytesOut) {
    public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);
}
