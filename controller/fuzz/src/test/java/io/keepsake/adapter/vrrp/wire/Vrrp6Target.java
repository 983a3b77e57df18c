package io.keepsake.adapter.vrrp.wire;

import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.fuzz.Bounds;
import java.util.Arrays;

/** Adverts over IPv6: as {@link Vrrp4Target}, without an IP header; bit 6 of the first byte makes them unicast. */
public final class Vrrp6Target {
    private static final Ip SOURCE = Ip.parse("fe80::1");
    private static final Ip GROUP = Ip.parse("ff02::12");
    private static final Ip PEER = Ip.parse("fe80::2");

    private Vrrp6Target() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (input.length > AdvertCodec.HEADER && input[2] != 0) {
            var packet = Arrays.copyOfRange(input, 1, input.length);
            var destination = (input[0] & 0x40) == 0 ? GROUP : PEER;
            if (input[0] < 0) {
                Reasons.repair(packet, 0, packet.length, SOURCE, destination);
            }
            var expected = Vrrp4Target.EXPECTED.get(input[0] & 3);
            Bounds.check(packet.length, 16_384, 128, () -> read(packet, destination, expected));
        }
    }

    private static void read(byte[] packet, Ip destination, Expected expected) {
        switch (AdvertCodec.decode(packet, 0, packet.length, SOURCE, destination, 255, expected)) {
            case Decoded.Valid valid -> sayAgain(valid, destination, expected);
            case Decoded.Invalid invalid -> Reasons.check(invalid);
        }
    }

    private static void sayAgain(Decoded.Valid valid, Ip destination, Expected expected) {
        var auth = expected.version() == VrrpVersion.V3 ? AuthData.NONE : expected.auth();
        var target = new byte[AdvertCodec.length(valid.advert(), SOURCE.family())];
        AdvertCodec.encode(target, 0, valid.advert(), auth, SOURCE, destination, ChecksumForm.USUAL);
        var again = AdvertCodec.decode(target, 0, target.length, SOURCE, destination, 255, expected);
        if (!again.equals(valid)) {
            throw new AssertionError("read " + valid + " and, said again, " + again);
        }
    }
}
