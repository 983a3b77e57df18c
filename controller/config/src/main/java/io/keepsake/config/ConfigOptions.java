package io.keepsake.config;

import io.keepsake.core.value.InterfaceAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration depends on besides its text.
 *
 * @param configId {@code -i}, by default the host name up to its first dot: what {@code @id} is compared with, and
 *     <code>${_INSTANCE}</code> stands for
 * @param hostName {@code router_id}, unless the file sets it
 * @param environment for <code>${_ENV NAME}</code>
 * @param randomSeed for <code>${_RANDOM}</code>, unless the file sets {@code random_seed}
 * @param links the interfaces that there are now; null when nobody knows
 * @param addresses those that this host has now, by interface; empty when nobody knows
 * @param tables the numbers of routing tables by their names
 */
public record ConfigOptions(
        String configId,
        String hostName,
        Map<String, String> environment,
        long randomSeed,
        @Nullable Set<String> links,
        Map<String, List<InterfaceAddress>> addresses,
        Map<String, Long> tables) {
    /** The routing tables that every system names. */
    public static final Map<String, Long> TABLES = Map.of("default", 253L, "main", 254L, "local", 255L);

    public ConfigOptions {
        tables = Map.copyOf(tables);
        environment = Map.copyOf(environment);
        links = links == null ? null : Set.copyOf(links);
        addresses = Map.copyOf(addresses);
    }

    /** Without knowledge of the addresses. */
    public ConfigOptions(
            String configId,
            String hostName,
            Map<String, String> environment,
            long randomSeed,
            @Nullable Set<String> links) {
        this(configId, hostName, environment, randomSeed, links, Map.of(), TABLES);
    }

    /** Without knowledge of the interfaces. */
    public ConfigOptions(String configId, String hostName, Map<String, String> environment, long randomSeed) {
        this(configId, hostName, environment, randomSeed, null);
    }
}
