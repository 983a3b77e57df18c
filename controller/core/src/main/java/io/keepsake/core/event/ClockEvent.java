package io.keepsake.core.event;

/** What the clocks and the loop's own lateness told. */
public sealed interface ClockEvent extends Event {

    /** The earliest deadline of the state came. */
    record DeadlineReached() implements ClockEvent {}

    /** The wall clock jumped against the monotonic one by {@code nanos}; negative is backwards. */
    record WallClockStepped(long nanos) implements ClockEvent {}

    /**
     * The state asked for the same deadline again and again at one instant, and the loop stopped it: a fault of this
     * program that is told instead of burning a processor. What is due then waits {@code heldNanos}.
     *
     * @param times in a row
     */
    record DeadlineRepeated(long times, long heldNanos) implements ClockEvent {}

    /**
     * The loop woke later than it had asked for: garbage collection, SIGSTOP, stolen CPU.
     *
     * @param nanos how much later
     * @param waitedNanos how long of that its thread wanted a CPU and got none, at most; or {@link #UNKNOWN}
     */
    record LoopStalled(long nanos, long waitedNanos) implements ClockEvent {
        /** Nobody counted. */
        public static final long UNKNOWN = -1;

        public LoopStalled(long nanos) {
            this(nanos, UNKNOWN);
        }
    }
}
