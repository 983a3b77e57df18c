package io.keepsake.config.lex;

import java.util.Map;

/**
 * What a configuration may ask of the node it is read on.
 *
 * @param configId what {@code @id} is compared with, and <code>${_INSTANCE}</code> stands for
 * @param environment for <code>${_ENV NAME}</code>
 * @param randomSeed for <code>${_RANDOM}</code>, until {@code random_seed} sets another
 */
public record Conditions(String configId, Map<String, String> environment, long randomSeed) {
    public Conditions {
        environment = Map.copyOf(environment);
    }
}
