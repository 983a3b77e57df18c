package io.keepsake.core.event;

import io.keepsake.core.value.Moment;
import java.time.Instant;

/**
 * An event with its place in the journal and the two clock readings taken when it was accepted.
 *
 * @param index place within this run of the director, from 1; the decisions and effects that follow from the event take
 *     the next indexes
 * @param at monotonic time; the only time reducers may use
 * @param wall wall-clock time, for people; never an input to a decision
 */
public record Recorded(long index, Moment at, Instant wall, Event event) {}
