package io.keepsake.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Viewers that only count the lines they are told: one thread and little else, as they are measured on the same machine. */
final class Crowd implements AutoCloseable {
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final AtomicInteger told = new AtomicInteger();
    private final AtomicLong lines = new AtomicLong();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final Thread thread;

    private Crowd(Selector selector) {
        this.selector = selector;
        this.thread = Thread.ofPlatform().name("viewers").unstarted(this::listen);
    }

    /** So many viewers, each of whom was answered. */
    static Crowd of(int viewers, URI stream, Duration patience) throws IOException {
        var crowd = new Crowd(Selector.open());
        var host = new InetSocketAddress(stream.getHost(), stream.getPort());
        var request = ("GET " + stream.getPath() + "?" + stream.getQuery() + " HTTP/1.1\r\nHost: "
                        + stream.getAuthority() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < viewers; i++) {
            var channel = SocketChannel.open(host);
            channel.write(ByteBuffer.wrap(request));
            channel.configureBlocking(false);
            crowd.channels.add(channel);
            channel.register(crowd.selector, SelectionKey.OP_READ, new AtomicInteger());
        }
        crowd.thread.start();
        long until = System.nanoTime() + patience.toNanos();
        while (crowd.told.get() < viewers) {
            if (System.nanoTime() > until || !crowd.thread.isAlive()) {
                crowd.close();
                throw new IOException(crowd.told + " of " + viewers + " viewers were answered");
            }
            Pause.of(Duration.ofMillis(100));
        }
        return crowd;
    }

    long lines() {
        return lines.get();
    }

    private void listen() {
        try {
            while (selector.isOpen()) {
                selector.select(this::read);
            }
        } catch (ClosedSelectorException _) {
            // they went
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(SelectionKey key) {
        try {
            buffer.clear();
            if (((SocketChannel) key.channel()).read(buffer) < 0) {
                throw new IOException("the web closed the stream of a viewer");
            }
            if (((AtomicInteger) key.attachment()).getAndIncrement() == 0) {
                told.incrementAndGet();
            }
            int found = 0;
            for (int i = 0; i < buffer.position(); i++) {
                found += buffer.get(i) == '\n' ? 1 : 0;
            }
            lines.addAndGet(found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** They go; fails when one of them was cut off before. */
    @Override
    public void close() throws IOException {
        boolean whole = thread.isAlive();
        selector.close();
        for (var channel : channels) {
            channel.close();
        }
        if (!whole) {
            throw new IOException("a viewer was cut off");
        }
    }
}
