package io.keepsake.adapter.vrrp.wire;

import io.keepsake.core.value.Family;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * Classic BPF programs for {@code SO_ATTACH_FILTER}, as the kernel reads them: eight bytes an instruction, in the byte
 * order of the machine. The kernel shows them an IPv4 packet from its IP header on, and an IPv6 one from behind it.
 */
public final class SocketFilter {
    private static final int INSTRUCTION = 8;
    private static final int LDX_HEADER_LENGTH = 0xb1; // x = 4 * (byte[k] & 0xf)
    private static final int LD_BYTE_AT_X = 0x50; // a = byte[x + k]; beyond the end the packet is dropped
    private static final int LD_BYTE = 0x30; // a = byte[k]
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int RETURN = 0x06;
    private static final int WHOLE_PACKET = -1;
    private static final int NOTHING = 0;

    private SocketFilter() {}

    /** Drops everything: for a socket that only sends. */
    public static byte[] dropAll() {
        var bytes = new byte[INSTRUCTION];
        put(program(bytes), RETURN, 0, NOTHING);
        return bytes;
    }

    /** Passes everything. */
    public static byte[] passAll() {
        var bytes = new byte[INSTRUCTION];
        put(program(bytes), RETURN, 0, WHOLE_PACKET);
        return bytes;
    }

    /** Passes the packets of these VRIDs and drops all others. */
    public static byte[] passVrids(BitSet vrids, Family family) {
        int head =
                switch (family) {
                    case IPV4 -> 2;
                    case IPV6 -> 1;
                };
        var bytes = new byte[(head + 1 + 2 * vrids.cardinality()) * INSTRUCTION];
        var program = program(bytes);
        switch (family) {
            case IPV4 -> {
                put(program, LDX_HEADER_LENGTH, 0, 0);
                put(program, LD_BYTE_AT_X, 0, 1);
            }
            case IPV6 -> put(program, LD_BYTE, 0, 1);
        }
        for (int vrid = vrids.nextSetBit(0); vrid >= 0; vrid = vrids.nextSetBit(vrid + 1)) {
            put(program, JUMP_IF_EQUAL, 1, vrid);
            put(program, RETURN, 0, WHOLE_PACKET);
        }
        put(program, RETURN, 0, NOTHING);
        return bytes;
    }

    private static ByteBuffer program(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    /** One instruction; a jump falls through when true and skips {@code skipIfFalse} instructions when not. */
    private static void put(ByteBuffer program, int code, int skipIfFalse, int k) {
        program.putShort((short) code).put((byte) 0).put((byte) skipIfFalse).putInt(k);
    }
}
