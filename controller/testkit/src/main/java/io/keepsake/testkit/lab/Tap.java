package io.keepsake.testkit.lab;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** One tcpdump that hands over every frame an interface receives or sends, with the kernel's time stamp. */
final class Tap implements AutoCloseable {
    private static final int NANOSECOND_PCAP = 0xa1b23c4d;

    /** Hears each frame on the tap's own thread. */
    @FunctionalInterface
    interface Listener {
        void heard(Instant stamp, byte[] frame);
    }

    /** Of which frames. */
    enum Side {
        RECEIVED("in"),
        SENT("out");

        private final String word;

        Side(String word) {
            this.word = word;
        }
    }

    private final Guardian guardian;
    private final String pid;

    private Tap(Guardian guardian, String pid) {
        this.guardian = guardian;
        this.pid = pid;
    }

    /** Returns when the tap sees packets: tcpdump writes the file's header after it has opened the interface. */
    static Tap open(
            Guardian guardian, Path pipe, long holder, String link, Side side, String filter, Listener listener) {
        var log = Path.of(pipe + ".log");
        var pid = guardian.tell("mkfifo " + pipe + " && { nsenter -t " + holder + " -n tcpdump -i "
                + Guardian.quoted(link)
                + " -Z root -Q " + side.word + " -U -s 2048 -B 32768 --immediate-mode --time-stamp-precision=nano -w - "
                + Guardian.quoted(filter) + " > " + pipe + " 2> " + log + " & echo $!; }");
        try {
            var stream = new DataInputStream(new BufferedInputStream(Files.newInputStream(pipe)));
            var header = stream.readNBytes(24);
            if (header.length < 24
                    || ByteBuffer.wrap(header).order(ByteOrder.nativeOrder()).getInt() != NANOSECOND_PCAP) {
                throw new LabException("tcpdump on " + link + " does not capture: " + Files.readString(log));
            }
            Thread.ofPlatform().daemon().name("tap " + link).start(() -> read(stream, listener));
            return new Tap(guardian, pid);
        } catch (IOException e) {
            throw new LabException("tcpdump on " + link + ": " + e.getMessage(), e);
        }
    }

    private static void read(DataInputStream stream, Listener listener) {
        try (stream) {
            while (true) {
                var header = ByteBuffer.wrap(readFully(stream, 16)).order(ByteOrder.nativeOrder());
                var stamp = Instant.ofEpochSecond(Integer.toUnsignedLong(header.getInt()), header.getInt());
                listener.heard(stamp, readFully(stream, header.getInt()));
            }
        } catch (EOFException e) {
            // tcpdump has ended.
        } catch (IOException e) {
            throw new LabException("lost tcpdump: " + e.getMessage(), e);
        }
    }

    private static byte[] readFully(DataInputStream stream, int length) throws IOException {
        var bytes = new byte[length];
        stream.readFully(bytes);
        return bytes;
    }

    @Override
    public void close() {
        guardian.tell("kill -9 " + pid + " 2> /dev/null || true");
    }
}
