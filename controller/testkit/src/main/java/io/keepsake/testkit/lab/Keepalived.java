package io.keepsake.testkit.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A real keepalived on a host.
 *
 * @param process the first process, which starts the others again when they die
 * @param vrrpPidFile where the process that speaks VRRP writes its number
 */
public record Keepalived(Running process, Path vrrpPidFile) {

    /** The number of the process that speaks VRRP, waiting for it at most five seconds. */
    public long vrrpPid() {
        return Await.value("the VRRP process of " + process, Duration.ofSeconds(5), this::written);
    }

    private Optional<Long> written() {
        try {
            var text = Files.exists(vrrpPidFile) ? Files.readString(vrrpPidFile).strip() : "";
            return text.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(text));
        } catch (IOException e) {
            throw new LabException("lab: cannot read " + vrrpPidFile + ": " + e.getMessage(), e);
        }
    }
}
