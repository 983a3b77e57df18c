package io.keepsake.config;

import io.keepsake.config.problem.Problem;
import io.keepsake.config.process.DumpChoices;
import io.keepsake.config.process.ElectionThread;
import io.keepsake.config.process.ProcessScripts;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Secret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that can be used.
 *
 * @param secrets {@code auth_pass} of the instances that have one
 * @param thread how the elections are to be run
 * @param scripts what is run at the start and at the end
 * @param dumps where dumps are written
 * @param netNamespace {@code net_namespace}: the name of the network namespace that the process is to be in
 * @param text all files as read, each behind a line {@code # file: NAME}, with *** for every secret
 * @param warnings what was found that is not fatal
 */
public record LoadedConfig(
        ControllerConfig config,
        Map<InstanceName, Secret> secrets,
        ElectionThread thread,
        ProcessScripts scripts,
        DumpChoices dumps,
        @Nullable String netNamespace,
        String text,
        List<Problem> warnings) {
    public LoadedConfig {
        secrets = Map.copyOf(secrets);
        warnings = List.copyOf(warnings);
    }
}
