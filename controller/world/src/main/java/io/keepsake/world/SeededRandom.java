package io.keepsake.world;

/**
 * Chance without a memory: a number depends on the seed and on what it is drawn for, not on what was drawn before. So a
 * plan from which a fault was taken keeps the rest of its luck.
 */
public final class SeededRandom {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final long seed;
    private long drawn;

    public SeededRandom(long seed) {
        this.seed = mix(seed + GOLDEN);
    }

    /** SeededRandom of their own for one purpose. */
    public SeededRandom of(long purpose) {
        return new SeededRandom(seed ^ mix(purpose * GOLDEN + 1));
    }

    /** SplitMix64's finisher (Steele, Lea, Flood 2014). */
    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** The number number {@code count} of these random. */
    public long bits(long count) {
        return mix(seed + count * GOLDEN);
    }

    /** The next number, 0 or more and below {@code bound}. */
    public int below(int bound) {
        return (int) ((bits(drawn++) >>> 33) % bound);
    }

    /** The next number from {@code least} to {@code most}, both possible. */
    public int from(int least, int most) {
        return least + below(most - least + 1);
    }

    /** The next span from {@code least} to {@code most} nanoseconds. */
    public long nanos(long least, long most) {
        return least + (bits(drawn++) >>> 1) % (most - least + 1);
    }

    /** Whether a chance of {@code perMille} in a thousand comes true. */
    public boolean chance(int perMille) {
        return below(1000) < perMille;
    }

    /** One of these. */
    @SafeVarargs
    public final <T> T any(T... choices) {
        return choices[below(choices.length)];
    }
}
