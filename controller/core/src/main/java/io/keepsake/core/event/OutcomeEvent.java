package io.keepsake.core.event;

/** What became of an effect. The index is that of the effect. */
public sealed interface OutcomeEvent extends Event {
    /** A change was made. Signals report only failure. */
    record EffectApplied(long effect) implements OutcomeEvent {}

    /**
     * An effect failed.
     *
     * @param errno the kernel's number, above 0
     * @param detail the call and its arguments, for people
     */
    record EffectFailed(long effect, int errno, String detail) implements OutcomeEvent {}

    /** The inbox was full and {@code count} events from adapters were lost. */
    record EventsDropped(long count) implements OutcomeEvent {}
}
