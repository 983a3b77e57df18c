package io.keepsake.daemon.probe.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class HttpReaderTest {
    private static final long ROOM = 4 << 20;
    private static final List<String> ANSWERS = List.of(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world",
            """
            HTTP/1.1 200 OK\r
            Transfer-Encoding: gzip, chunked\r
            Content-Length: 3\r
            \r
            6\r
            hello \r
            05 ; a=b\r
            world\r
            0\r
            X: y\r
            \r
            """,
            "HTTP/1.0 200 OK\nServer: x\n\nhello world");

    /** As genhash prints them: what is behind the header, with the framing of its chunks. */
    private static final List<String> DIGESTS = List.of(
            "5eb63bbbe01eeed093cb22bb8f5acdc3", "480cb7cb53591ebbb0c4742403adadef", "5eb63bbbe01eeed093cb22bb8f5acdc3");

    private final MemoryBudget budget = new MemoryBudget(ROOM);
    private final HttpReader reader = new HttpReader(budget);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] body() {
        return Arrays.copyOf(reader.body().bytes(), reader.body().size());
    }

    @Test
    void anAnswerMayComeInAnyPieces() {
        for (int i = 0; i < ANSWERS.size(); i++) {
            var answer = ANSWERS.get(i);
            for (int cut = 0; cut <= answer.length(); cut++) {
                reader.begin(true, true);
                assertNull(reader.read(ByteBuffer.wrap(bytes(answer.substring(0, cut)))));
                assertNull(reader.read(ByteBuffer.wrap(bytes(answer.substring(cut)))));
                assertNull(reader.end());
                assertTrue(reader.complete());
                assertEquals(200, reader.status());
                assertArrayEquals(bytes("hello world"), body(), "cut at " + cut + " of " + answer);
                assertEquals(DIGESTS.get(i), reader.body().digest());
            }
        }
    }

    /** Whatever comes, it is read to an end without an exception, and all memory comes back. */
    @Test
    void damagedAnswersAreReadWithoutHarm() {
        var random = new SplittableRandom(20_260_101);
        for (int i = 0; i < 20_000; i++) {
            var answer = bytes(ANSWERS.get(random.nextInt(ANSWERS.size())));
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                answer[random.nextInt(answer.length)] = (byte) random.nextInt(256);
            }
            reader.begin(true, true);
            var error = reader.read(ByteBuffer.wrap(answer));
            var end = error == null ? reader.end() : error;
            assertTrue(end != null || reader.complete());
        }
        reader.release();
        assertEquals(ROOM, budget.left());
    }

    @Test
    void whatIsCompleteIsReadNoFurther() {
        reader.begin(false, true);
        var rest = ByteBuffer.wrap(bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 500"));
        assertNull(reader.read(rest));
        assertTrue(reader.complete());
        assertEquals(12, rest.remaining());
    }

    @Test
    void memoryComesBackAlsoAfterTooMuch() {
        reader.begin(false, true);
        assertNull(reader.read(ByteBuffer.wrap(bytes("HTTP/1.1 200 OK\r\n\r\n"))));
        ReplyError error = null;
        for (int i = 0; i < 40 && error == null; i++) {
            error = reader.read(ByteBuffer.wrap(new byte[32_768]));
        }
        assertNotNull(error);
        assertTrue(budget.left() < ROOM);
        reader.release();
        assertEquals(ROOM, budget.left());
    }
}
