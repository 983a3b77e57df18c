package io.keepsake.core.config;

import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Forwarding;

/**
 * What answers while the quorum is lost.
 *
 * @param inhibit {@code sorry_server_inhibit}: stands in the table all the time, with weight 0 while it is not needed
 */
public record SorryServer(Endpoint endpoint, Forwarding forwarding, boolean inhibit) {}
