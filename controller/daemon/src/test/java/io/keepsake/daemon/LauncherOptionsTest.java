package io.keepsake.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher does with options, seen by a JVM that only says how it was started. */
class LauncherOptionsTest {
    private static final Path LAUNCHER = Path.of("src/main/launcher/keepsake").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    /**
     * Starts the launcher, and tells {@code foreground} or {@code background}, and whether it made what runs scripts. In the
     * background it ends as soon as its director holds the pid file, which here is always {@code PID}.
     */
    private String launch(String... options) throws IOException, InterruptedException {
        var bin = Files.createDirectories(directory.resolve("jdk/bin"));
        Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        var seen = directory.resolve("seen");
        var pid = directory.resolve("PID");
        Files.writeString(bin.resolve("java"), """
                #!/bin/sh
                echo $$ > %s
                echo "$$ ${KEEPSAKE_SCRIPTS+runner}" > %s.new && mv %s.new %s
                exec sleep 600
                """.formatted(pid, seen, seen, seen));
        Files.setPosixFilePermissions(bin.resolve("java"), PosixFilePermissions.fromString("rwxr-xr-x"));
        var words = new ArrayList<>(List.of(LAUNCHER.toString(), "director"));
        for (var option : options) {
            words.add(option.replace("PID", pid.toString()));
        }
        var builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile());
        builder.environment().put("KEEPSAKE_JAVA_HOME", directory.resolve("jdk").toString());
        var launched = builder.start();
        Await.until("its JVM", PATIENCE, () -> Files.exists(seen));
        var line = Files.readString(seen).strip().split(" ", -1);
        try {
            if (Long.parseLong(line[0]) == launched.pid()) {
                return line.length > 1 ? "foreground, runner" : "foreground";
            }
            assertEquals(0, launched.waitFor());
            return line.length > 1 ? "background, runner" : "background";
        } finally {
            launched.destroyForcibly();
            ProcessHandle.of(Long.parseLong(line[0])).ifPresent(ProcessHandle::destroyForcibly);
            Files.delete(seen);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--pid PID",
                "--pid=PID",
                "--pi PID",
                "-p PID",
                "-pPID",
                "-lDpPID",
                "-f nd -p PID",
                "-fn -p PID",
                "--use-file -n --pid PID",
                "--pid PID --config-id --help",
                "-p PID -i -t",
                "-p PID -- -n -t"
            })
    void itWaitsForThePidFileThatIsNamed(String options) throws Exception {
        assertEquals("background, runner", launch(options.split(" ", -1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-n", "--dont-fork", "--dont-f", "-lnD", "-p PID -n", "--pid PID --dont-fork"})
    void itStaysInTheForegroundWhenAsked(String options) throws Exception {
        assertEquals("foreground, runner", launch(options.split(" ", -1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-t",
                "-t/dev/null",
                "--config-test",
                "-lt",
                "-v",
                "-h",
                "--signum STOP",
                "--status --json",
                "--plan /etc/x",
                "--drain x",
                "--reload"
            })
    void whoOnlyAsksNeedsNoRunner(String options) throws Exception {
        assertEquals("foreground", launch(options.split(" ", -1)));
    }

    @Test
    void whatIsNoOptionIsLeftToTheDirector() throws Exception {
        assertEquals("background, runner", launch("-p", "PID", "--=x", "-", "-@", "-*", "--$(touch x)", "x[0]"));
    }
}
