package io.keepsake.adapter.netlink.nftables.wire;

import io.keepsake.core.value.Block;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * One entry of a set: an address, and of an IPv6 link-local one its link.
 *
 * @param zone the name of the link, or its index in digits; empty for an address without a link
 */
public record Element(Ip ip, String zone) implements Comparable<Element> {
    /** IFNAMSIZ. */
    static final int NAME_BYTES = 16;

    private static final Comparator<Element> ORDER =
            Comparator.comparing(Element::ip).thenComparing(Element::zone);

    public static Element of(Block.Key block) {
        return new Element(block.ip(), block.zone());
    }

    @Override
    public int compareTo(Element other) {
        return ORDER.compare(this, other);
    }

    boolean ofLink() {
        return !zone.isEmpty();
    }

    /** Whether the kernel could have a link with this name, or index. */
    public boolean fits(boolean byIndex) {
        return !ofLink()
                || (byIndex ? zone.matches("[0-9]{1,9}") : zone.getBytes(StandardCharsets.UTF_8).length < NAME_BYTES);
    }

    byte[] key(boolean byIndex) {
        int bytes = ip.family().bytes();
        var key = new byte[bytes + (!ofLink() ? 0 : byIndex ? Integer.BYTES : NAME_BYTES)];
        ip.write(key, 0);
        if (ofLink() && byIndex) {
            ByteBuffer.wrap(key).order(ByteOrder.nativeOrder()).putInt(bytes, Integer.parseInt(zone));
        } else if (ofLink()) {
            var name = zone.getBytes(StandardCharsets.UTF_8);
            System.arraycopy(name, 0, key, bytes, name.length);
        }
        return key;
    }

    /** The entry with this key; nothing when it is the key of no set of ours. */
    static Optional<Element> of(Family family, ByteBuffer value) {
        int bytes = family.bytes();
        if (value.limit() < bytes) {
            return Optional.empty();
        }
        var key = new byte[value.limit()];
        value.get(0, key);
        var ip = Ip.of(family, key, 0);
        int rest = key.length - bytes;
        if (rest == 0) {
            return Optional.of(new Element(ip, ""));
        }
        if (family == Family.IPV4) {
            return Optional.empty();
        }
        return switch (rest) {
            case Integer.BYTES -> Optional.of(new Element(ip, Integer.toString(value.getInt(bytes))));
            case NAME_BYTES -> {
                int end = bytes;
                while (end < key.length && key[end] != 0) {
                    end++;
                }
                yield Optional.of(
                        new Element(ip, new String(Arrays.copyOfRange(key, bytes, end), StandardCharsets.UTF_8)));
            }
            default -> Optional.empty();
        };
    }
}
