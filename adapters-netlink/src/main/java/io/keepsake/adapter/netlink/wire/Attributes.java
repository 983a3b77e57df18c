package io.keepsake.adapter.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The attributes at the end of a message, or nested in another: each a length, a type and bytes, four bytes aligned.
 * Looked for as needed; a damaged one ends the search.
 */
public final class Attributes {
    private static final int HEADER_BYTES = 4;
    /** Leaves out NLA_F_NESTED and NLA_F_NET_BYTEORDER. */
    private static final int TYPE_MASK = 0x3fff;

    private final ByteBuffer bytes;
    private final int start;

    private Attributes(ByteBuffer bytes, int start) {
        this.bytes = bytes;
        this.start = start;
    }

    /** Those that stand in {@code payload} from {@code offset} on; none when it is shorter. */
    public static Attributes of(ByteBuffer payload, int offset) {
        return new Attributes(payload, offset);
    }

    /** The bytes of the first attribute of this type. */
    public Optional<ByteBuffer> find(int type) {
        int at = start;
        while (bytes.limit() - at >= HEADER_BYTES) {
            int length = Short.toUnsignedInt(bytes.getShort(at));
            if (length < HEADER_BYTES || length > bytes.limit() - at) {
                break;
            }
            if ((bytes.getShort(at + 2) & TYPE_MASK) == type) {
                var value = bytes.slice(at + HEADER_BYTES, length - HEADER_BYTES);
                return Optional.of(value.order(ByteOrder.nativeOrder()));
            }
            at += Message.align(length);
        }
        return Optional.empty();
    }

    /** The number in four bytes of native order. */
    public Optional<Integer> number(int type) {
        return find(type).filter(value -> value.limit() >= Integer.BYTES).map(value -> value.getInt(0));
    }

    /** The number in two bytes of native order. */
    public Optional<Integer> halfNumber(int type) {
        return find(type).filter(value -> value.limit() >= Short.BYTES).map(value -> value.getShort(0) & 0xffff);
    }

    /** The number in two bytes of network order. */
    public Optional<Integer> port(int type) {
        return find(type)
                .filter(value -> value.limit() >= Short.BYTES)
                .map(value -> (value.get(0) & 0xff) << 8 | value.get(1) & 0xff);
    }

    /** The number in one byte. */
    public Optional<Integer> octet(int type) {
        return find(type).filter(ByteBuffer::hasRemaining).map(value -> value.get(0) & 0xff);
    }

    /** The number in eight bytes of native order. */
    public Optional<Long> longNumber(int type) {
        return find(type).filter(value -> value.limit() >= Long.BYTES).map(value -> value.getLong(0));
    }

    /** The attributes that this one is made of. */
    public Optional<Attributes> nest(int type) {
        return find(type).map(value -> new Attributes(value, 0));
    }

    /** The text up to the first zero byte. */
    public Optional<String> text(int type) {
        return find(type).map(Attributes::text);
    }

    private static String text(ByteBuffer value) {
        int length = 0;
        while (length < value.limit() && value.get(length) != 0) {
            length++;
        }
        return StandardCharsets.UTF_8.decode(value.slice(0, length)).toString();
    }
}
