package io.keepsake.daemon.probe;

import io.keepsake.core.value.Script;
import java.util.function.Consumer;

/** Runs the scripts of MISC_CHECKs. */
@FunctionalInterface
public interface MiscRunner {

    /**
     * Starts a script and returns at once; called on the thread of the probes.
     *
     * @param subject whom the check is about: virtual server, real server, {@code MISC_CHECK}
     * @param timeoutNanos after which the runner ends it
     * @param done told once, from any thread
     */
    void run(String subject, Script script, long timeoutNanos, Consumer<MiscResult> done);
}
