package io.keepsake.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.testkit.lab.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every fault there is, once. {@code -Dtorture.seed=S -Dtorture.steps=N} for others and more. */
class TortureTest {
    private static final long SEED = Long.getLong("torture.seed", 20261122);
    private static final int STEPS = Integer.getInteger("torture.steps", Kind.values().length);

    @Test
    void everyFaultIsSurvived() throws IOException, InterruptedException {
        var evidence = Path.of("target/torture").toAbsolutePath();
        var command = List.of(
                Installation.LAUNCHER.toString(),
                "torture",
                "--seed",
                Long.toString(SEED),
                "--steps",
                Integer.toString(STEPS),
                "--evidence",
                evidence.toString());
        System.out.println(String.join(" ", command));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Installation.ofEveryProgram());
        var process = builder.start();
        process.getOutputStream().close();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        System.out.println(printed);
        assertEquals(0, status, printed);
    }
}
