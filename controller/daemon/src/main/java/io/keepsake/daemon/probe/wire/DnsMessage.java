package io.keepsake.daemon.probe.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Questions and answers of the domain name system, RFC 1035, as far as a check looks at them. */
public final class DnsMessage {
    private static final int HEADER_BYTES = 12;
    private static final int NAME_MAX = 255;
    private static final int LABEL_MAX = 63;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RESPONSE = 0x8000;
    private static final int CLASS_IN = 1;
    private static final String[] RCODES = {"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"};

    private DnsMessage() {}

    /** A question for {@code name}, whose id is in the first two bytes; null when there is no such name or type. */
    public static byte @Nullable [] question(String type, String name) {
        int number = number(type);
        var out = new ByteArrayOutputStream();
        short16(out, 0);
        short16(out, RECURSION_DESIRED);
        short16(out, 1);
        short16(out, 0);
        short16(out, 0);
        short16(out, 0);
        if (number == 0 || !writeName(out, name)) {
            return null;
        }
        short16(out, number);
        short16(out, CLASS_IN);
        return out.toByteArray();
    }

    private static void short16(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }

    private static boolean writeName(ByteArrayOutputStream out, String name) {
        var bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (!bare.isEmpty()) {
            for (var label : bare.split("\\.", -1)) {
                var bytes = label.getBytes(StandardCharsets.UTF_8);
                if (bytes.length == 0 || bytes.length > LABEL_MAX) {
                    return false;
                }
                out.write(bytes.length);
                out.writeBytes(bytes);
            }
        }
        out.write(0);
        return out.size() - HEADER_BYTES <= NAME_MAX;
    }

    private static int number(String type) {
        return switch (type) {
            case "A" -> 1;
            case "NS" -> 2;
            case "CNAME" -> 5;
            case "SOA" -> 6;
            case "MX" -> 15;
            case "TXT" -> 16;
            case "AAAA" -> 28;
            case "RRSIG" -> 46;
            case "DNSKEY" -> 48;
            default -> 0;
        };
    }

    /** Whether {@code message} answers the question with this id. */
    public static boolean answers(ByteBuffer message, int id) {
        return message.remaining() >= HEADER_BYTES
                && (message.getShort(message.position()) & 0xffff) == id
                && (message.getShort(message.position() + 2) & RESPONSE) != 0;
    }

    /** The response code of an answer. */
    public static int rcode(ByteBuffer answer) {
        return answer.getShort(answer.position() + 2) & 0xf;
    }

    /** A response code with its name, such as {@code 3 (NXDOMAIN)}. */
    public static String text(int rcode) {
        return rcode < RCODES.length ? rcode + " (" + RCODES[rcode] + ")" : Integer.toString(rcode);
    }
}
