package io.keepsake.core.config;

import io.keepsake.core.value.Routing;

/**
 * A line of {@code virtual_routes} or {@code virtual_rules}.
 *
 * @param tracked whether its loss, or an interface of it that is down, concerns the instance: not with {@code no_track}
 */
public record WantedRouting(Routing what, boolean tracked) {}
