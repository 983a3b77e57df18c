package io.keepsake.web.read;

import io.keepsake.core.value.Advert;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.history.json.Json;
import java.io.ByteArrayOutputStream;

/**
 * The bytes of an advert, made again from what was recorded of it, with what each part means. Authentication data and the
 * checksum that covers it are not recorded.
 */
final class Packet {
    private static final int AUTH_BYTES = 8;

    private final Json json = new Json();
    private final Advert advert;

    private Packet(Advert advert) {
        this.advert = advert;
    }

    /** The parts, each with its bytes in hexadecimal. */
    static String json(Ip source, Advert advert) {
        var packet = new Packet(advert);
        packet.json.open().member("source", source.toString()).name("parts").openArray();
        packet.header();
        for (var address : advert.addresses()) {
            packet.part("virtual address " + address, address.bytes());
        }
        if (advert.version() == VrrpVersion.V2) {
            packet.json.open().member("hex", "·· ".repeat(AUTH_BYTES).trim());
            packet.json.member("text", "authentication data, never recorded").close();
        }
        return packet.json.closeArray().close().toString();
    }

    private void header() {
        int version = advert.version() == VrrpVersion.V2 ? 2 : 3;
        part("version " + version + ", type 1 (advertisement)", version << 4 | 1);
        part("VRID " + advert.vrid(), advert.vrid().value());
        part("priority " + advert.priority(), advert.priority().value());
        part(
                advert.addresses().size() + " virtual addresses",
                advert.addresses().size());
        int centis = advert.interval().centis();
        if (version == 2) {
            part("authentication type " + advert.auth(), number(advert.auth()));
            part("advert interval " + centis / 100 + " s", centis / 100);
        } else {
            part("max advert interval " + centis + " cs", centis >> 8 & 0x0f, centis & 0xff);
        }
        json.open()
                .member("hex", "·· ··")
                .member("text", "checksum, correct on arrival")
                .close();
    }

    private static int number(AuthType auth) {
        return switch (auth) {
            case NONE -> 0;
            case PASS -> 1;
            case AH -> 2;
        };
    }

    private void part(String text, int... octets) {
        var bytes = new ByteArrayOutputStream();
        for (int octet : octets) {
            bytes.write(octet);
        }
        part(text, bytes.toByteArray());
    }

    private void part(String text, byte[] bytes) {
        var hex = new StringBuilder();
        for (byte b : bytes) {
            hex.append(hex.isEmpty() ? "" : " ").append(String.format("%02x", b & 0xff));
        }
        json.open().member("hex", hex.toString()).member("text", text).close();
    }
}
