package io.keepsake.adapter.vrrp.wire;

import io.keepsake.core.value.Ip;
import io.keepsake.core.value.VrrpVersion;

/** What the targets of adverts have in common. */
final class Reasons {
    private static final int DETAIL_MAX = 160;

    private Reasons() {}

    /** A refusal is a short line of plain text, and tells nothing of the password. */
    static void check(Decoded.Invalid invalid) {
        var detail = invalid.detail();
        boolean plain = detail.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (detail.isEmpty()
                || detail.length() > DETAIL_MAX
                || !plain
                || detail.contains(" " + Vrrp4Target.PASSWORD + " ")) {
            throw new AssertionError("a refusal says: " + detail);
        }
    }

    /** Puts in the checksum that the packet should carry. */
    static void repair(byte[] bytes, int at, int length, Ip source, Ip destination) {
        Bytes.put16(bytes, at + 6, 0);
        boolean pseudo = Bytes.u8(bytes, at) >> 4 == VrrpVersion.V3.number();
        long seed = pseudo ? Checksum.pseudoHeader(source, destination, AdvertCodec.PROTOCOL, length) : 0;
        Bytes.put16(bytes, at + 6, Checksum.fold(Checksum.add(seed, bytes, at, length)));
    }
}
