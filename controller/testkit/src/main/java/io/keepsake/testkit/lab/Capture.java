package io.keepsake.testkit.lab;

import io.keepsake.core.value.Ip;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/** Everything hosts have sent since {@link Lab#capture()}, in the order of the kernel's stamps. Any thread may ask. */
public final class Capture implements AutoCloseable {
    private static final long LOOK_MILLIS = 50;

    private final Lab lab;
    private final String filter;
    private final List<Tap> taps = new CopyOnWriteArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private final List<SeenAdvert> adverts = new ArrayList<>();
    private final List<SeenGarp> garps = new ArrayList<>();

    Capture(Lab lab, String filter) {
        this.lab = lab;
        this.filter = filter;
    }

    void tap(Port port) {
        taps.add(lab.tapPort(port, filter, (stamp, bytes) -> heard(new Frame(port, stamp, bytes))));
    }

    void tapSent(Host host, Port port) {
        taps.add(lab.tap(
                host.holder(),
                port.link(),
                Tap.Side.SENT,
                filter,
                (stamp, bytes) -> heard(new Frame(port, stamp, bytes))));
    }

    private synchronized void heard(Frame frame) {
        insert(frames, frame, Frame::stamp);
        Decoder.advert(frame).ifPresent(advert -> insert(adverts, advert, SeenAdvert::stamp));
        Decoder.garp(frame).ifPresent(garp -> insert(garps, garp, SeenGarp::stamp));
        notifyAll();
    }

    /** Two ports reach us on two threads, so a frame may come after one that is a little younger. */
    private static <T> void insert(List<T> list, T item, Function<T, Instant> stamp) {
        int at = list.size();
        while (at > 0 && stamp.apply(list.get(at - 1)).isAfter(stamp.apply(item))) {
            at--;
        }
        list.add(at, item);
    }

    public synchronized List<Frame> frames() {
        return List.copyOf(frames);
    }

    /** The adverts of all virtual routers. */
    public synchronized List<SeenAdvert> adverts() {
        return List.copyOf(adverts);
    }

    /** The adverts of one virtual router. */
    public List<SeenAdvert> adverts(int vrid) {
        return adverts().stream()
                .filter(seen -> seen.advert().vrid().value() == vrid)
                .toList();
    }

    /** The gratuitous ARP packets for all addresses. */
    public synchronized List<SeenGarp> garps() {
        return List.copyOf(garps);
    }

    /** The gratuitous ARP packets for an address. */
    public synchronized List<SeenGarp> garps(Ip ip) {
        return garps.stream().filter(garp -> garp.ip().equals(ip)).toList();
    }

    /** The first advert with a stamp after {@code after} for which {@code wanted} holds, waiting for it. */
    public SeenAdvert awaitAdvert(String what, Instant after, Duration within, Predicate<SeenAdvert> wanted) {
        return await(what, within, capture -> first(capture.adverts, SeenAdvert::stamp, after, wanted));
    }

    /** The first gratuitous ARP with a stamp after {@code after} for which {@code wanted} holds, waiting for it. */
    public SeenGarp awaitGarp(String what, Instant after, Duration within, Predicate<SeenGarp> wanted) {
        return await(what, within, capture -> first(capture.garps, SeenGarp::stamp, after, wanted));
    }

    private static <T> Optional<T> first(List<T> list, Function<T, Instant> stamp, Instant after, Predicate<T> wanted) {
        return list.stream()
                .filter(item -> stamp.apply(item).isAfter(after) && wanted.test(item))
                .findFirst();
    }

    /** The first value that {@code look} finds, looking again whenever a frame comes; throws {@link LabException}. */
    public synchronized <T> T await(String what, Duration within, Function<Capture, Optional<T>> look) {
        var patience = Patience.of(within);
        var found = look.apply(this);
        while (found.isEmpty()) {
            if (patience.over()) {
                throw new LabException("waited " + patience + " for " + what + ", which did not come; the last"
                        + " adverts were " + adverts.subList(Math.max(0, adverts.size() - 5), adverts.size()));
            }
            try {
                wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LabException("interrupted while waiting for " + what, e);
            }
            found = look.apply(this);
        }
        return found.get();
    }

    /** Writes everything so far as a pcap file with nanosecond stamps. */
    public void writePcap(Path file) {
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            var header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putInt(0xa1b23c4d);
            out.write(header.putShort((short) 2)
                    .putShort((short) 4)
                    .putLong(0)
                    .putInt(262_144)
                    .putInt(1)
                    .array());
            for (var frame : frames()) {
                var bytes = frame.bytes();
                var record = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
                var stamp = frame.stamp();
                record.putInt((int) stamp.getEpochSecond()).putInt(stamp.getNano());
                out.write(record.putInt(bytes.length).putInt(bytes.length).array());
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new LabException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** The longest time between two neighbours of {@code stamps}, which are in order; zero for fewer than two. */
    static Duration longestGap(List<Instant> stamps) {
        var gaps = new ArrayList<Duration>();
        for (int i = 1; i < stamps.size(); i++) {
            gaps.add(Duration.between(stamps.get(i - 1), stamps.get(i)));
        }
        return gaps.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    /** Ends the recording; what was recorded stays. */
    @Override
    public void close() {
        lab.forget(this);
        taps.forEach(Tap::close);
        taps.clear();
    }
}
