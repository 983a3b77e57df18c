package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code replay show --follow} while the director writes. */
class FollowTest {
    @TempDir
    Path journal;

    /** A reader of standard output that goes away once it has seen a word, as {@code head} does. */
    private static final class LeavingReader extends Writer {
        private final StringWriter seen = new StringWriter();
        private final CountDownLatch started = new CountDownLatch(1);

        @Override
        public void write(char[] chars, int offset, int length) throws IOException {
            if (seen.toString().contains("BecameMaster")) {
                throw new IOException("broken pipe");
            }
            seen.write(chars, offset, length);
            if (seen.toString().contains("KernelRead")) {
                started.countDown();
            }
        }

        @Override
        public void flush() throws IOException {
            write(new char[0], 0, 0);
        }

        @Override
        public void close() {}
    }

    @Test
    void whatIsWrittenLaterIsShownUntilNobodyReads() throws Exception {
        var reader = new LeavingReader();
        try (var run = Recording.started(journal, 100)) {
            var code = CompletableFuture.supplyAsync(() -> Replay.run(
                    new PrintWriter(reader),
                    new PrintWriter(new StringWriter()),
                    Terminal.NONE,
                    "show",
                    "--follow",
                    journal.toString()));
            reader.started.await();
            run.deadline();
            assertEquals(0, code.get());
            assertTrue(reader.seen.toString().contains("BecameMaster"), reader.seen.toString());
        }
    }
}
