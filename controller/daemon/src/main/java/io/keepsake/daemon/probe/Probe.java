package io.keepsake.daemon.probe;

/**
 * One way to look at a server, used again from check to check; on the thread of the probes. Between {@link #begin} and
 * its one word to {@link CheckReport} it is under way; {@link #cancel} ends it without a word.
 */
interface Probe {
    /** No end of time; later than every other moment. */
    long NEVER = Long.MAX_VALUE;

    /**
     * Begins a check, which may be over when this returns.
     *
     * @return false when it cannot begin now because what it did last still runs
     */
    boolean begin(long now);

    /** The socket is ready for {@code events}. */
    default void ready(int events) {
        throw new IllegalStateException("a probe without a socket was told that it is ready");
    }

    /** The time of the check is over. */
    void expire();

    void cancel();

    /** Whether the check is over, and its connection is still read to the end; {@link #ready} is called for it. */
    default boolean draining() {
        return false;
    }

    /** Closes a connection that is still read to the end. */
    default void endDraining() {}
}
