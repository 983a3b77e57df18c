package io.keepsake.config.process;

import io.keepsake.core.value.Script;
import org.jspecify.annotations.Nullable;

/**
 * What is run once in the life of a process, and waited for.
 *
 * @param startup {@code startup_script}: before the elections begin
 * @param startupNanos {@code startup_script_timeout}: how long they wait for it
 * @param shutdown {@code shutdown_script}: after everything of ours is undone
 * @param shutdownNanos {@code shutdown_script_timeout}: how long the end waits for it
 */
public record ProcessScripts(
        @Nullable Script startup,
        long startupNanos,
        @Nullable Script shutdown,
        long shutdownNanos) {
    /** Ten seconds, where the file does not say. */
    public static final long USUAL_NANOS = 10_000_000_000L;

    public static final ProcessScripts NONE = new ProcessScripts(null, USUAL_NANOS, null, USUAL_NANOS);
}
