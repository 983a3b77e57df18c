package io.keepsake.world;

import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.value.Ip;
import org.jspecify.annotations.Nullable;

/** The way of packets from one machine to another, and what happens to them on it. Both ways are apart. */
public final class Path {
    /** A packet that needs no longer than this is not late: what every bound that waits for a packet adds. */
    public static final long NORMAL_NANOS = 2_000_000L;

    private final SeededRandom random;
    private long sent;
    private int cuts;
    private Impairment impairment = Impairment.NONE;
    private long troubledAt = Long.MIN_VALUE;

    Path(SeededRandom random) {
        this.random = random;
    }

    /**
     * What happens to single packets, in thousandths.
     *
     * @param jitterNanos by how much a packet may be late; above the time between two, they overtake each other
     */
    public record Impairment(int lost, int repeated, int damaged, long jitterNanos) {
        /** Every packet arrives once, whole and in time. */
        public static final Impairment NONE = new Impairment(0, 0, 0, 0);
    }

    /** Cuts the path, once more if it is cut already. */
    public void cut() {
        cuts++;
    }

    /** Takes one cut back. */
    public void heal() {
        cuts = Math.max(0, cuts - 1);
    }

    public boolean isCut() {
        return cuts > 0;
    }

    public void impair(Impairment other) {
        impairment = other;
    }

    void endFaults() {
        cuts = 0;
        impairment = Impairment.NONE;
    }

    /** Up to when something was lost or damaged on the way, or was on the way for long. */
    public long troubledAt() {
        return troubledAt;
    }

    private void troubled(long until) {
        troubledAt = Math.max(troubledAt, until);
    }

    /** Sends an advert on its way. */
    void send(Machine to, @Nullable Ip group, SendAdvert request, int id) {
        var world = to.world();
        long now = world.now();
        long luck = random.bits(sent++);
        if (cuts > 0 || (luck & 0x3ff) < impairment.lost) {
            troubled(now);
            return;
        }
        boolean damaged = (luck >>> 10 & 0x3ff) < impairment.damaged;
        long needs = needs(luck);
        if (damaged || needs > NORMAL_NANOS) {
            troubled(now + needs);
        }
        var damage = damaged ? RejectReason.CHECKSUM : null;
        var packet = new Packet(to, request.source(), group, request.advert(), damage, id);
        world.queue().put(now + needs, packet);
    }

    /** Whether the packet just sent comes a second time. */
    boolean repeats() {
        return cuts == 0 && (random.bits(sent - 1) >>> 20 & 0x3ff) < impairment.repeated;
    }

    /** From 50 microseconds to a bit above one millisecond, and the jitter. */
    private long needs(long luck) {
        long needs = 50_000 + (luck >>> 44);
        return impairment.jitterNanos == 0 ? needs : needs + (luck >>> 1) % impairment.jitterNanos;
    }
}
