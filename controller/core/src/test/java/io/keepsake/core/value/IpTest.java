package io.keepsake.core.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IpTest {
    @Test
    void whatIsNoAddressIsNone() {
        for (var text : List.of(
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.",
                "01234.1.1.1",
                "a.b.c.d",
                "1.2.3.4 ",
                ":",
                ":::",
                "1::2::3",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "::1.2.3",
                "1:2:3:4:5:6:7::8")) {
            assertTrue(Ip.tryParse(text).isEmpty(), text);
        }
    }

    @Test
    void aNumberBesideAnAddressHasDigitsOnly() {
        for (var text : List.of("10.0.0.1/+24", "10.0.0.1/-1", "10.0.0.1/", "10.0.0.1/33", "10.0.0.1/\u0661")) {
            assertThrows(IllegalArgumentException.class, () -> InterfaceAddress.parse(text), text);
        }
        for (var text : List.of("fwmark:+5:ipv4", "fwmark:4294967296:ipv4", "fwmark::ipv4", "fwmark:\u0661:ipv4")) {
            assertThrows(IllegalArgumentException.class, () -> ServiceKey.parse(text), text);
        }
        assertEquals("10.0.0.1/24", InterfaceAddress.parse("10.0.0.1/24").toString());
        assertEquals(
                "fwmark:4294967295:ipv6",
                ServiceKey.parse("fwmark:4294967295:ipv6").toString());
    }

    @Test
    void printsAsRfc5952() {
        for (var text : List.of(
                "192.168.181.100",
                "0.0.0.0",
                "255.255.255.255",
                "::",
                "::1",
                "1::",
                "fe80::aff:fe09:1",
                "ff02::12",
                "2001:db8::1:0:0:1",
                "1:2:3:4:5:6:7:8",
                "1:0:2:0:3:0:4:0")) {
            assertEquals(text, Ip.parse(text).toString());
        }
        assertEquals("2001:db8::1:0:0:1", Ip.parse("2001:0DB8:0:0:1::0:1").toString());
        assertEquals("::ffff:102:304", Ip.parse("::ffff:1.2.3.4").toString());
    }

    @Test
    void bytesAndTextGiveTheSameAddressBack() {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            var family = i % 2 == 0 ? Family.IPV4 : Family.IPV6;
            var bytes = new byte[family.bytes()];
            for (int b = 0; b < bytes.length; b++) {
                bytes[b] = (byte) (random.nextInt(3) == 0 ? 0 : random.nextInt());
            }
            var ip = Ip.of(family, bytes, 0);
            assertArrayEquals(bytes, ip.bytes());
            assertEquals(ip, Ip.parse(ip.toString()));
        }
    }

    @Test
    void routersAreOrderedByUnsignedBytes() {
        var ordered = Stream.of("10.0.0.1", "10.0.0.200", "127.255.0.1", "128.0.0.1", "200.0.0.2", "::1", "fe80::1")
                .map(Ip::parse)
                .toList();
        assertEquals(ordered, ordered.reversed().stream().sorted().toList());
    }

    @Test
    void groupsAreMulticast() {
        assertTrue(Ip.parse("224.24.24.18").isMulticast());
        assertTrue(Ip.parse("ff02::12").isMulticast());
        assertFalse(Ip.parse("223.255.255.255").isMulticast());
        assertFalse(Ip.parse("fe80::1").isMulticast());
    }
}
