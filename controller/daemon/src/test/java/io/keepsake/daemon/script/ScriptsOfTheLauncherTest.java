package io.keepsake.daemon.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Installation;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real launcher, its runner, and in place of the director a process as little privileged. */
class ScriptsOfTheLauncherTest {
    private static final Path LAUNCHER = Path.of("src/main/launcher/keepsake").toAbsolutePath();

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private Process launched = start();
    private BufferedReader out = launched.inputReader(StandardCharsets.UTF_8);

    /** The flags of the JVM come before the class path of the director, so that they can name another main class. */
    private Process start() {
        var builder = new ProcessBuilder(LAUNCHER.toString(), "director", "-n")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("KEEPSAKE_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(Installation.shared());
        builder.environment().put("LD_PRELOAD_OF_TESTS", "seen");
        builder.environment().put("KEEPSAKE_JVM_FLAGS", "-cp\n" + classPath() + "\n" + LauncherProbe.class.getName());
        try {
            var process = builder.start();
            started.add(process);
            return process;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String classPath() {
        var absolute = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            absolute.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, absolute);
    }

    @BeforeEach
    void awaitReady() throws IOException {
        assertEquals("ready", out.readLine());
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private void tell(String line) throws IOException {
        launched.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        launched.getOutputStream().flush();
    }

    private List<String> ask(String line) throws IOException {
        tell(line);
        var lines = new ArrayList<String>();
        for (var answer = out.readLine(); answer != null && !answer.equals("done"); answer = out.readLine()) {
            lines.add(answer);
        }
        return lines;
    }

    @Test
    void aScriptRunsAsItsUserWithNothingOfRoots() throws IOException {
        assertEquals(List.of("65534", "65534", "65534"), ask("nobody id -u; id -g; id -G"));
        assertEquals(
                List.of("CapInh:\t0000000000000000", "CapPrm:\t0000000000000000", "CapEff:\t0000000000000000"),
                ask("nobody grep -E 'Cap(Inh|Prm|Eff)' /proc/self/status"));
        assertTrue(ask("nobody cat /proc/1/environ").getFirst().contains("Permission denied"));
        assertEquals(List.of(""), ask("nobody env | grep TESTS"), "what the launcher was started with");
    }

    @Test
    void aScriptOfRootHasAllThatRootHasAndTheDirectorTwoCapabilities() throws IOException {
        var ours = bounding(Files.readAllLines(Path.of("/proc/self/status")));
        assertEquals(ours, bounding(ask("root cat /proc/self/status")));
        assertEquals(List.of("NoNewPrivs:\t0"), ask("root grep NoNewPrivs /proc/self/status"));

        var director = Files.readAllLines(Path.of("/proc/" + launched.pid() + "/status"));
        assertEquals("CapBnd:\t0000000000003000", bounding(director));
        assertTrue(director.contains("CapEff:\t0000000000003000"), director::toString);
        assertTrue(director.contains("NoNewPrivs:\t1"), director::toString);
    }

    private static String bounding(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith("CapBnd"))
                .findFirst()
                .orElse("");
    }

    @Test
    void scriptsEndWithTheDirectorHoweverItEnds() throws Exception {
        var pids = directory.resolve("pids");
        tell("root echo $$ $PPID > " + pids + "; trap '' TERM; while :; do sleep 600; done");
        Await.until("the script", Told.PATIENCE, () -> pids.toFile().length() > 0);
        launched.destroyForcibly();
        launched.waitFor();
        for (var pid : Files.readString(pids).strip().split(" ", -1)) {
            Await.until("the end of " + pid, Told.PATIENCE, () -> !Files.exists(Path.of("/proc/" + pid)));
        }
    }

    @Test
    void theRunnerGoesWithTheDirectorAlsoWhenItNeverRanAnything() throws Exception {
        var children = launched.toHandle().children().toList();
        assertEquals(1, children.size(), "what becomes the runner, and nothing else");
        launched.getOutputStream().close();
        launched.waitFor();
        Await.until("its end", Told.PATIENCE, () -> !children.getFirst().isAlive());
    }

    @Test
    void theRunnerOutlivesTheSignalsOfAServiceManager() throws Exception {
        signalAll();
        assertEquals(List.of("first"), ask("root echo first"));
        signalAll();
        assertEquals(List.of("last"), ask("root echo last"), "the director's last scripts come after the signal");
    }

    private void signalAll() throws IOException, InterruptedException {
        for (var process : launched.toHandle().descendants().toList()) {
            for (var signal : List.of("TERM", "INT", "HUP", "QUIT")) {
                new ProcessBuilder("kill", "-" + signal, "" + process.pid())
                        .start()
                        .waitFor();
            }
        }
    }

    @Test
    void aRunnerThatIsKilledHasASuccessorWithTheSameRights() throws Exception {
        var first = Long.parseLong(ask("root echo $PPID").getFirst());
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        assertEquals(List.of("0"), ask("root id -u"));
        assertNotEquals(first, Long.parseLong(ask("root echo $PPID").getFirst()));
        assertEquals(List.of("65534"), ask("nobody id -u"));
    }

    @Test
    void whatScriptsLeaveBehindIsTheRunnersAndBuriedThere() throws Exception {
        var file = directory.resolve("pid");
        var runner = Long.parseLong(ask("root echo $PPID").getFirst());
        // the shell between them ends at once
        ask("root (setsid sleep 600 & echo $! > " + file + ")");
        var left =
                ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
        Await.until(
                "its adoption", Told.PATIENCE, () -> left.parent().orElseThrow().pid() == runner);
        left.destroy();
        Await.until("its burial", Told.PATIENCE, () -> !Files.exists(Path.of("/proc/" + left.pid())));
    }
}
