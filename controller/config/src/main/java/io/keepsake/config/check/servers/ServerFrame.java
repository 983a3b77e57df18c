package io.keepsake.config.check.servers;

import io.keepsake.config.check.checkers.ProbeChoices;
import io.keepsake.config.check.checkers.TrackFiles;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Forwarding;
import java.util.Set;

/**
 * What the real servers of a virtual server take from it.
 *
 * @param families of its services
 * @param mixed whether the other family is another virtual server of the same block
 * @param choices what it says about probes
 * @param delayLoopNanos {@code delay_loop}
 */
record ServerFrame(
        Header header,
        Set<Family> families,
        boolean mixed,
        Forwarding forwarding,
        int weight,
        boolean inhibit,
        ProbeChoices choices,
        long delayLoopNanos,
        ServerDefaults defaults,
        TrackFiles files) {}
