package io.keepsake.testkit.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NothingStaysTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void killingTheJvmEndsEveryProcessAndRemovesTheDirectory() throws Exception {
        var jvm = start(List.of(), System.getProperty("java.class.path"));
        var built = built(jvm);
        var named = processesNaming(Path.of(built[1]).getFileName().toString());
        var space = Files.readSymbolicLink(Path.of("/proc", built[2], "ns/net")).toString();
        assertTrue(processesIn(space) >= 5, "holder, keepalived and its child, watch, sleeping daemon");
        assertTrue(named > 0);

        jvm.destroyForcibly().waitFor();

        Await.until("no process in the host's namespace", SOON, () -> processesIn(space) == 0);
        Await.until(
                "no process of the lab",
                SOON,
                () -> processesNaming(Path.of(built[1]).getFileName().toString()) == 0);
        Await.until("no directory", SOON, () -> !Files.exists(Path.of(built[1])));
    }

    @Test
    void anOrdinaryUserHasTheWholeLab(@TempDir Path directory) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        var nobody = List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups");
        var jvm = start(nobody, readableCopyOfTheClassPath(directory), "close");
        var built = built(jvm);
        assertEquals("closed", jvm.inputReader().readLine());
        assertEquals(0, jvm.waitFor());
        assertFalse(Files.exists(Path.of(built[1])));
        Await.until("no holder of the lab", SOON, () -> gone(Long.parseLong(built[2])));
    }

    private static Process start(List<String> before, String classPath, String... arguments) throws IOException {
        var command = new ArrayList<>(before);
        command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC", "-cp", classPath));
        command.add(LabOfAnotherJvm.class.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String[] built(Process jvm) throws IOException {
        var line = String.valueOf(jvm.inputReader().readLine());
        assertTrue(line.startsWith("built "), line);
        return line.split(" ", -1);
    }

    private static long processesIn(String space) {
        return ProcessHandle.allProcesses()
                .filter(process -> linkOf(process.pid()).equals(space))
                .count();
    }

    /** How many processes have the lab's directory on their command line. */
    private static long processesNaming(String name) {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process.pid()).contains(name))
                .count();
    }

    /** Whether a process has ended; what nobody has waited for yet still has a number, but no command line. */
    static boolean gone(long pid) {
        return commandLine(pid).isEmpty();
    }

    private static String linkOf(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/net")).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    /** An ordinary user may not read the repository of the one who builds. */
    private static String readableCopyOfTheClassPath(Path directory) throws IOException {
        var parts = new ArrayList<Path>();
        for (var part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (part.contains("junit") || !Files.exists(Path.of(part))) {
                continue;
            }
            var target = directory.resolve(parts.size() + "-" + Path.of(part).getFileName());
            copy(Path.of(part), target);
            parts.add(target);
        }
        return parts.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
