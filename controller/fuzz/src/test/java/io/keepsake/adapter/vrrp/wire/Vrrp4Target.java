package io.keepsake.adapter.vrrp.wire;

import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Secret;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.fuzz.Bounds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Adverts over IPv4. The first byte says what is expected of the packet, and with its highest bit that the checksum is to
 * be made right; the packet follows, with its IP header.
 */
public final class Vrrp4Target {
    static final String PASSWORD = "1111";
    private static final AuthData PASS = AuthData.pass(new Secret(PASSWORD.getBytes(StandardCharsets.US_ASCII)));
    private static final Ip GROUP = Ip.parse("224.0.0.18");
    static final List<Expected> EXPECTED = List.of(
            new Expected(VrrpVersion.V2, PASS, false),
            new Expected(VrrpVersion.V3, AuthData.NONE, false),
            new Expected(VrrpVersion.V2, AuthData.NONE, true, GROUP),
            new Expected(VrrpVersion.V2, AuthData.NONE, false));

    private Vrrp4Target() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (input.length > 0) {
            var packet = Arrays.copyOfRange(input, 1, input.length);
            Bounds.check(packet.length, 16_384, 128, () -> read(packet, EXPECTED.get(input[0] & 3), input[0] < 0));
        }
    }

    private static void read(byte[] packet, Expected expected, boolean repair) {
        if (Ipv4Codec.vrid(packet, packet.length) < 0) {
            return;
        }
        if (repair) {
            repair(packet);
        }
        switch (Ipv4Codec.decode(packet, packet.length, expected)) {
            case Decoded.Valid valid -> sayAgain(valid, packet, expected);
            case Decoded.Invalid invalid -> Reasons.check(invalid);
        }
    }

    private static void repair(byte[] packet) {
        int header = (packet[0] & 0xf) * 4;
        int total = Bytes.u16(packet, 2);
        if (total <= packet.length && total >= header + AdvertCodec.HEADER) {
            Reasons.repair(packet, header, total - header, Ipv4Codec.source(packet), Ipv4Codec.destination(packet));
        }
    }

    /** The same advert, written by us, is read as the same. */
    private static void sayAgain(Decoded.Valid valid, byte[] packet, Expected expected) {
        var auth = expected.version() == VrrpVersion.V3 ? AuthData.NONE : expected.auth();
        var target = new byte[Ipv4Codec.LENGTH_MAX];
        var destination = Ipv4Codec.destination(packet);
        int length = Ipv4Codec.encode(
                target,
                valid.advert(),
                auth,
                valid.source(),
                destination,
                valid.checksum() == ChecksumForm.GROUP_IN_HEADER ? GROUP : destination,
                valid.checksum(),
                7,
                Ipv4Codec.TTL);
        var again = Ipv4Codec.decode(target, length, expected);
        if (!(again instanceof Decoded.Valid(var source, var _, var advert, var checksum))
                || !source.equals(valid.source())
                || !advert.equals(valid.advert())
                || checksum != valid.checksum()) {
            throw new AssertionError("read " + valid + " and, said again, " + again);
        }
    }
}
