package io.keepsake.simulator.shrink;

import io.keepsake.core.effect.Effect.Change;
import io.keepsake.core.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a director was told.
 *
 * @param waitNanos after the one before it, by the director's clock
 * @param answers the change that the event answers, if it answers one: its index may become another
 */
record TranscriptEntry(
        long waitNanos, Event event, @Nullable Change answers) {}
