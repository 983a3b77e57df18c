package io.keepsake.daemon.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.ProbeTarget;
import io.keepsake.core.value.Endpoint;
import java.io.IOException;
import java.net.DatagramSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UDP_CHECK, DNS_CHECK and PING_CHECK. */
final class DatagramCheckTest {
    private static final Check.Dns DNS = new Check.Dns("SOA", ".");
    private static final Check.Udp ANY = new Check.Udp("01fe", false, "", 0, 255);

    private static String once(Check check, int port) {
        return Probing.text(
                Probing.once(Probing.checker(check, Probing.local(port), 400 * Probing.MILLI, 60 * Probing.SECOND, 0)));
    }

    private static String once(Check check, Function<byte[], List<byte[]>> answers) throws IOException {
        try (var server = ScriptedDatagrams.start(answers)) {
            return once(check, server.port());
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static int closedPort() throws IOException {
        try (var gone = new DatagramSocket(0)) {
            return gone.getLocalPort();
        }
    }

    @Test
    void udpPassesUnlessSomethingSaysThatThePortIsClosed() throws IOException {
        assertEquals("PASSED nothing says that the port is closed or the host unreachable", once(ANY, _ -> List.of()));
        assertEquals("PASSED a reply of 3 bytes", once(ANY, _ -> List.of(hex("010203"))));
        assertEquals("REFUSED connection refused (ECONNREFUSED)", once(ANY, closedPort()));
        try (var server = ScriptedDatagrams.start(_ -> List.of(new byte[0]))) {
            assertEquals("PASSED a reply of 0 bytes", once(ANY, server.port()));
            assertArrayEquals(hex("01fe"), server.heard().getFirst());
        }
    }

    @Test
    void udpWithTheReplyRequired() throws IOException {
        var check = new Check.Udp("", true, "01X2 xx03", 3, 6);
        assertEquals("PASSED the reply required", once(check, _ -> List.of(hex("01f29903"))));
        assertEquals("REPLY another reply than the one required", once(check, _ -> List.of(hex("01f39903"))));
        assertEquals("REPLY a reply of 2 bytes, expected 3 to 6", once(check, _ -> List.of(hex("01f2"))));
        assertEquals("REPLY a reply of 7 bytes, expected 3 to 6", once(check, _ -> List.of(new byte[7])));
        assertEquals("TIMEOUT timed out after 0.4 s: no reply", once(check, _ -> List.of()));
        assertEquals(
                "LOCAL UDP_CHECK: payload or require_reply is not hexadecimal",
                once(new Check.Udp("0g", false, "", 0, 255), closedPort()));
    }

    /** The header of the question with the flags of an answer. */
    private static byte[] answer(byte[] question, int rcode) {
        var answer = question.clone();
        answer[2] = (byte) 0x81;
        answer[3] = (byte) (0x80 | rcode);
        return answer;
    }

    @Test
    void dnsAsksAndIsAnswered() throws IOException {
        try (var server = ScriptedDatagrams.start(question -> List.of(answer(question, 0)))) {
            assertEquals("PASSED SOA .: rcode 0 (NOERROR)", once(DNS, server.port()));
            var question = HexFormat.of().formatHex(server.heard().getFirst());
            assertEquals("01000001000000000000" + "00" + "0006" + "0001", question.substring(4));
        }
        try (var server = ScriptedDatagrams.start(question -> List.of(answer(question, 0)))) {
            once(new Check.Dns("AAAA", "www.example.org."), server.port());
            var question = HexFormat.of().formatHex(server.heard().getFirst());
            assertEquals(
                    "01000001000000000000" + "03777777" + "076578616d706c65" + "036f7267" + "00" + "001c" + "0001",
                    question.substring(4));
        }
    }

    @Test
    void dnsAnswersThatAreNone() throws IOException {
        assertEquals(
                "STATUS SOA .: rcode 3 (NXDOMAIN), expected 0 (NOERROR)",
                once(DNS, question -> List.of(answer(question, 3))));
        assertEquals("TIMEOUT timed out after 0.4 s: SOA .: no answer", once(DNS, _ -> List.of()));
        assertEquals("TIMEOUT timed out after 0.4 s: SOA .: no answer", once(DNS, List::of), "a question is no answer");
        assertEquals("REFUSED connection refused (ECONNREFUSED)", once(DNS, closedPort()));
        assertTrue(
                once(new Check.Dns("A", "x".repeat(64) + ".org"), closedPort()).startsWith("LOCAL DNS_CHECK: "));
    }

    /** Answers with other ids, thousands of them, are passed over. */
    @Test
    void dnsIsNotFooledByOtherIds() throws IOException {
        assertEquals("PASSED SOA .: rcode 0 (NOERROR)", once(DNS, question -> {
            var wrong = answer(question, 2);
            wrong[0] ^= 1;
            var answers = new ArrayList<>(Collections.nCopies(40, wrong));
            answers.add(answer(question, 0));
            return answers;
        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "127.9.8.7:0", "[::1]:0"})
    void pingHearsTheEcho(String target) {
        var event = Probing.once(new Check.Ping(), ProbeTarget.of(Endpoint.parse(target)));
        assertEquals("PASSED echo reply", Probing.text(event));
    }

    @Test
    void pingWithoutEcho() {
        var nobody = ProbeTarget.of(Endpoint.parse("224.0.0.77:0"));
        var event = Probing.text(
                Probing.once(Probing.checker(new Check.Ping(), nobody, 300 * Probing.MILLI, 60 * Probing.SECOND, 0)));
        assertTrue(
                event.equals("TIMEOUT timed out after 0.3 s: no echo reply") || event.startsWith("UNREACHABLE "),
                event);
    }

    /** Every raw socket hears every reply of its server; each check must take its own. */
    @Test
    void manyPingsOfOneServerAtOnce() {
        try (var probing = new Probing()) {
            var checker = Probing.checker(new Check.Ping(), ProbeTarget.of(Endpoint.parse("127.0.0.1:0")));
            probing.configure(Collections.nCopies(100, checker));
            for (int i = 0; i < 100; i++) {
                assertEquals(
                        "PASSED echo reply",
                        Probing.text(probing.of(i, 1).getFirst().event()));
            }
        }
    }
}
