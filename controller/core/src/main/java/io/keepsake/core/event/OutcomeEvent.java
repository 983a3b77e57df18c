package io.keepsake.core.event;

import java.util.List;

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

    /** A program of IPVS was carried out, but for these changes. */
    record ProgramRefused(long effect, List<Refusal> refusals) implements OutcomeEvent {
        public ProgramRefused {
            refusals = List.copyOf(refusals);
        }
    }

    /**
     * A change that the kernel refused.
     *
     * @param position in the list of the program's changes, from 0
     */
    record Refusal(int position, int errno) {}

    /** The inbox was full and {@code count} events from adapters were lost. */
    record EventsDropped(long count) implements OutcomeEvent {}

    /**
     * A part beside the elections, such as the probes, ended by an error. What it had under way is lost; it begins anew.
     *
     * @param againNanos after so long
     */
    record PartFailed(String part, String reason, long againNanos) implements OutcomeEvent {}
}
