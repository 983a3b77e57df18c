package io.keepsake.adapter.netlink.wire;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The attributes at the end of a message, or nested in another: each a length, a type and bytes, four bytes aligned.
 * Looked for as needed; a damaged one ends the search. They are read from an array: a JVM that just started does that
 * several times faster than from a buffer.
 */
public final class Attributes {
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final int HEADER_BYTES = 4;
    /** Leaves out NLA_F_NESTED and NLA_F_NET_BYTEORDER. */
    private static final int TYPE_MASK = 0x3fff;

    private static final int ABSENT = -1;

    private final byte[] bytes;
    private final int start;
    private final int limit;

    private Attributes(byte[] bytes, int start, int limit) {
        this.bytes = bytes;
        this.start = start;
        this.limit = limit;
    }

    /** Those that stand in {@code payload} from {@code offset} on; none when it is shorter. */
    public static Attributes of(ByteBuffer payload, int offset) {
        if (payload.hasArray()) {
            int zero = payload.arrayOffset();
            return new Attributes(payload.array(), zero + offset, zero + payload.limit());
        }
        var copy = new byte[payload.limit()];
        payload.get(0, copy);
        return new Attributes(copy, offset, copy.length);
    }

    /** The bytes of the first attribute of this type. */
    public Optional<ByteBuffer> find(int type) {
        int at = locate(type);
        if (at == ABSENT) {
            return Optional.empty();
        }
        var value = ByteBuffer.wrap(bytes, at + HEADER_BYTES, length(at) - HEADER_BYTES)
                .slice();
        return Optional.of(value.order(ByteOrder.nativeOrder()));
    }

    private int locate(int type) {
        return locateFrom(start, type);
    }

    private int locateFrom(int from, int type) {
        int at = from;
        while (limit - at >= HEADER_BYTES) {
            int length = length(at);
            if (length < HEADER_BYTES || length > limit - at) {
                return ABSENT;
            }
            if ((half(at + 2) & TYPE_MASK) == type) {
                return at;
            }
            at += Message.align(length);
        }
        return ABSENT;
    }

    /** Where the value of the first attribute of this type stands, if it has this many bytes. */
    private int locate(int type, int valueBytes) {
        int at = locate(type);
        return at != ABSENT && length(at) - HEADER_BYTES >= valueBytes ? at + HEADER_BYTES : ABSENT;
    }

    private int length(int at) {
        return half(at);
    }

    private int half(int at) {
        int first = bytes[at] & 0xff;
        int second = bytes[at + 1] & 0xff;
        return LITTLE ? second << 8 | first : first << 8 | second;
    }

    private int whole(int at) {
        return LITTLE ? half(at + 2) << 16 | half(at) : half(at) << 16 | half(at + 2);
    }

    /** The number in four bytes of native order. */
    public Optional<Integer> number(int type) {
        int at = locate(type, Integer.BYTES);
        return at == ABSENT ? Optional.empty() : Optional.of(whole(at));
    }

    /** The number in four bytes of native order, or {@code otherwise}. */
    public int number(int type, int otherwise) {
        int at = locate(type, Integer.BYTES);
        return at == ABSENT ? otherwise : whole(at);
    }

    /** The number in four bytes of network order, or {@code otherwise}. */
    public int inNetworkOrder(int type, int otherwise) {
        int at = locate(type, Integer.BYTES);
        return at == ABSENT
                ? otherwise
                : (bytes[at] & 0xff) << 24
                        | (bytes[at + 1] & 0xff) << 16
                        | (bytes[at + 2] & 0xff) << 8
                        | bytes[at + 3] & 0xff;
    }

    /** The number in two bytes of native order, or {@code otherwise}. */
    public int halfNumber(int type, int otherwise) {
        int at = locate(type, Short.BYTES);
        return at == ABSENT ? otherwise : half(at);
    }

    /** The number in two bytes of network order, or {@code otherwise}. */
    public int port(int type, int otherwise) {
        int at = locate(type, Short.BYTES);
        return at == ABSENT ? otherwise : (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    /** The number in one byte, or {@code otherwise}. */
    public int octet(int type, int otherwise) {
        int at = locate(type, 1);
        return at == ABSENT ? otherwise : bytes[at] & 0xff;
    }

    /** The number in eight or four bytes of native order, or {@code otherwise}. */
    public long longNumber(int type, long otherwise) {
        int at = locate(type, Long.BYTES);
        if (at == ABSENT) {
            int narrow = locate(type, Integer.BYTES);
            return narrow == ABSENT ? otherwise : Integer.toUnsignedLong(whole(narrow));
        }
        long first = Integer.toUnsignedLong(whole(at));
        long second = Integer.toUnsignedLong(whole(at + Integer.BYTES));
        return LITTLE ? second << 32 | first : first << 32 | second;
    }

    /** The address in the first bytes, or nothing when there is no room for one of this family. */
    public Optional<Ip> ip(int type, Family family) {
        int at = locate(type, family.bytes());
        return at == ABSENT ? Optional.empty() : Optional.of(Ip.of(family, bytes, at));
    }

    /** The attributes that this one is made of. */
    public Optional<Attributes> nest(int type) {
        int at = locate(type);
        return at == ABSENT ? Optional.empty() : Optional.of(new Attributes(bytes, at + HEADER_BYTES, at + length(at)));
    }

    /** Each attribute of this type, as what it is made of. */
    public List<Attributes> nests(int type) {
        var all = new ArrayList<Attributes>();
        for (int at = locate(type); at != ABSENT; at = locateFrom(at + Message.align(length(at)), type)) {
            all.add(new Attributes(bytes, at + HEADER_BYTES, at + length(at)));
        }
        return all;
    }

    /** The text up to the first zero byte. */
    public Optional<String> text(int type) {
        int at = locate(type);
        if (at == ABSENT) {
            return Optional.empty();
        }
        int end = at + HEADER_BYTES;
        while (end < at + length(at) && bytes[end] != 0) {
            end++;
        }
        return Optional.of(new String(bytes, at + HEADER_BYTES, end - at - HEADER_BYTES, StandardCharsets.UTF_8));
    }
}
