package io.keepsake.config;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration depends on besides its text.
 *
 * @param configId {@code -i}, by default the host name up to its first dot: what {@code @id} is compared with
 * @param hostName {@code router_id}, unless the file sets it
 * @param environment for <code>${_ENV NAME}</code>
 * @param randomSeed for <code>${_RANDOM}</code>, unless the file sets {@code random_seed}
 * @param links the interfaces that there are now; null when nobody knows
 */
public record ConfigOptions(
        String configId,
        String hostName,
        Map<String, String> environment,
        long randomSeed,
        @Nullable Set<String> links) {
    public ConfigOptions {
        environment = Map.copyOf(environment);
        links = links == null ? null : Set.copyOf(links);
    }

    /** Without knowledge of the interfaces. */
    public ConfigOptions(String configId, String hostName, Map<String, String> environment, long randomSeed) {
        this(configId, hostName, environment, randomSeed, null);
    }
}
