package io.keepsake.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** One listener that is thousands of servers, one for each address of 127/8, and remembers when each was connected to. */
final class CheckedServers implements AutoCloseable {
    private static final int BACKLOG = 4_096;
    private static final int ADDRESSES_BEGIN = 0x7f01_0001;

    private final ServerSocketChannel listener;
    private final Map<InetAddress, Visits> visits = new HashMap<>();
    private long since = Long.MAX_VALUE;

    /** Moments of one server. */
    private static final class Visits {
        private long[] nanos = new long[64];
        private int count;

        private void add(long moment) {
            nanos = count == nanos.length ? Arrays.copyOf(nanos, 2 * count) : nanos;
            nanos[count++] = moment;
        }

        private DoubleStream intervalsMillis() {
            return IntStream.range(1, count).mapToDouble(i -> (nanos[i] - nanos[i - 1]) / 1e6);
        }
    }

    private CheckedServers(ServerSocketChannel listener) {
        this.listener = listener;
    }

    static CheckedServers start() throws IOException {
        var listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0), BACKLOG);
        var servers = new CheckedServers(listener);
        Thread.ofPlatform().daemon().name("checked-servers").start(servers::accept);
        return servers;
    }

    /** The address of one of the servers. */
    static String address(int server) {
        int bits = ADDRESSES_BEGIN + server;
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }

    int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    private void accept() {
        try {
            while (true) {
                try (var client = listener.accept()) {
                    note(((InetSocketAddress) client.getLocalAddress()).getAddress(), System.nanoTime());
                }
            }
        } catch (ClosedChannelException _) {
            // the measurement is over
        } catch (IOException e) {
            throw new IllegalStateException("the checked servers cannot accept", e);
        }
    }

    private synchronized void note(InetAddress server, long moment) {
        if (moment - since >= 0) {
            visits.computeIfAbsent(server, _ -> new Visits()).add(moment);
        }
    }

    /** Forgets what was, and remembers from now on. */
    synchronized void begin() {
        visits.clear();
        since = System.nanoTime();
    }

    /** How many connections came since {@link #begin}. */
    synchronized int checks() {
        return visits.values().stream().mapToInt(one -> one.count).sum();
    }

    /** Between two visits of the same server, of all servers, in milliseconds. */
    synchronized List<Double> intervals() {
        return visits.values().stream()
                .flatMapToDouble(Visits::intervalsMillis)
                .boxed()
                .toList();
    }

    /** The most connections in any tenth of a second since {@link #begin}. */
    synchronized int fullestTenth() {
        var counts = new HashMap<Long, Integer>();
        for (var one : visits.values()) {
            for (int i = 0; i < one.count; i++) {
                counts.merge((one.nanos[i] - since) / 100_000_000, 1, Integer::sum);
            }
        }
        return counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
