package io.keepsake.config;

import java.util.Map;

/**
 * What a configuration depends on besides its text.
 *
 * @param configId {@code -i}, by default the host name up to its first dot: what {@code @id} is compared with
 * @param hostName {@code router_id}, unless the file sets it
 * @param environment for <code>${_ENV NAME}</code>
 * @param randomSeed for <code>${_RANDOM}</code>, unless the file sets {@code random_seed}
 */
public record ConfigOptions(String configId, String hostName, Map<String, String> environment, long randomSeed) {
    public ConfigOptions {
        environment = Map.copyOf(environment);
    }
}
