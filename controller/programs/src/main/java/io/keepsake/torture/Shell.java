package io.keepsake.torture;

import io.keepsake.testkit.lab.LabException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Commands that run outside of the lab's namespaces. */
final class Shell {
    private Shell() {}

    /** Runs a command to its end; what it printed. Throws {@link LabException} when its exit status is not 0. */
    static String run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new LabException("exit status " + status + " of " + String.join(" ", command) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new LabException("cannot run " + String.join(" ", command) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted in " + String.join(" ", command), e);
        }
    }

    /** Whether a command ends with 0. */
    static boolean can(String... command) {
        try {
            var words = new ArrayList<>(List.of(command));
            return new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
