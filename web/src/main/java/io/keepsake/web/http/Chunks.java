package io.keepsake.web.http;

import io.keepsake.web.budget.Budget;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;

/**
 * A response that is written while it is made: what was written waits until the client has taken what was before. For a
 * thread that may wait.
 */
final class Chunks extends OutputStream {
    private static final int CHUNK = 32 << 10;

    private final HttpServerResponse response;
    private Buffer buffer = Buffer.buffer(CHUNK);

    Chunks(HttpServerResponse response) {
        this.response = response.setChunked(true).putHeader("content-encoding", "identity");
    }

    @Override
    public void write(int octet) {
        buffer.appendByte((byte) octet);
        full();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        buffer.appendBytes(bytes, offset, length);
        full();
    }

    private void full() {
        if (buffer.length() >= CHUNK) {
            flush();
        }
    }

    @Override
    public void flush() {
        if (buffer.length() == 0) {
            return;
        }
        var chunk = buffer;
        buffer = Buffer.buffer(CHUNK);
        try {
            response.write(chunk).toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException gone) {
            throw new Budget.Abandoned();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Budget.Abandoned();
        }
    }

    /** What is left goes out; the response is not ended: that is for who gives the place of the request back first. */
    @Override
    public void close() {
        flush();
    }
}
