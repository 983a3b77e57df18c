package io.keepsake.fuzz;

import io.keepsake.adapter.vrrp.wire.GarpCodec;
import java.util.Arrays;

/** Ethernet frames that may be a gratuitous ARP. */
public final class ArpTarget {
    private ArpTarget() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Bounds.check(input.length, 4_096, 0, () -> GarpCodec.decode(input, input.length)
                .ifPresent(claim -> {
                    var again = new byte[GarpCodec.LENGTH];
                    GarpCodec.encode(again, claim.hardware(), claim.ip());
                    if (!Arrays.equals(again, 0, again.length, input, 0, again.length)) {
                        throw new AssertionError("is no such frame: " + claim);
                    }
                }));
    }
}
