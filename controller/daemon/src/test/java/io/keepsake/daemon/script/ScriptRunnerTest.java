package io.keepsake.daemon.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.ScriptEvent.End;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.event.ScriptEvent.ScriptUnavailable;
import io.keepsake.core.value.Script;
import io.keepsake.testkit.lab.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A runner of our own, with real processes. */
class ScriptRunnerTest extends OwnRunner {
    @Test
    void tellsHowAScriptEnded() throws IOException {
        var good = run(script("echo out; echo err >&2"), LONG, "UP");
        assertEquals(7, good.effect());
        assertEquals("tcp:10.0.0.1:80 quorum_up", good.subject());
        assertTrue(good.command().endsWith(" UP"), good.command());
        assertEquals(End.EXITED, good.end());
        assertEquals(0, good.status());
        assertEquals("out\nerr\n", good.output());
        assertTrue(good.tookNanos() > 0 && good.tookNanos() < LONG);

        var failed = run(script("exit 143"), LONG);
        assertEquals(List.of(End.EXITED, 143), List.of(failed.end(), failed.status()));
        var killed = run(script("kill -TERM $$"), LONG);
        assertEquals(List.of(End.SIGNALLED, 15), List.of(killed.end(), killed.status()));
    }

    @Test
    void argumentsArriveAsTheyAre() throws IOException {
        String[] arguments = {"", "a b", "$(touch /tmp/x)", "`id`", ";", "*", "line\nbreak", "ä€𝄞", "--", "-n", "A=B"};
        var told = run(script("for a in \"$@\"; do printf '<%s>' \"$a\"; done"), LONG, arguments);
        assertEquals("<" + String.join("><", arguments) + ">", told.output());
    }

    @Test
    void aFileWithoutFirstLineGoesToTheShell() throws IOException {
        var file = directory.resolve("bare=name");
        Files.writeString(file, "echo \"$0\" $1\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        var told = run(new Script(List.of(file.toString(), "one"), null, null), LONG);
        assertEquals(file + " one\n", told.output());
    }

    @Test
    void theEnvironmentIsCleanAndTheProcessGroupItsOwn() throws IOException {
        var names = run(new Script(List.of("env"), null, null), LONG)
                .output()
                .lines()
                .map(line -> line.substring(0, line.indexOf('=')))
                .filter(name -> !name.equals("LANG"))
                .sorted()
                .toList();
        assertEquals(List.of("HOME", "PATH"), names);
        var status = run(
                        script("cat <&0; echo $$; cut -d' ' -f1,5 /proc/self/stat; grep SigIgn /proc/self/status"),
                        LONG)
                .output()
                .lines()
                .toList();
        assertEquals(3, status.size(), status.toString());
        assertTrue(status.get(1).endsWith(" " + status.get(0)), "pid of the script, and its group: " + status);
        assertEquals(0, Long.parseUnsignedLong(status.get(2).replaceAll(".*\t", ""), 16) & 0x7fff_ffff, status.get(2));
    }

    @Test
    void onlyTheLastKilobyteIsKeptOfTenMegabytes() throws IOException {
        var told = run(script("head -c 10000000 /dev/zero | tr '\\0' x; printf '%s' the-end"), LONG);
        assertEquals(End.EXITED, told.end());
        assertEquals("x".repeat(1024 - 7) + "the-end", told.output());
    }

    @Test
    void theScriptsAboutOneServerRunInOrderAndOthersBeside() throws IOException {
        var told = new Told();
        var line = directory.resolve("line");
        var slow = script("until [ -e " + directory.resolve("go") + " ]; do sleep 0.01; done; echo down >> " + line);
        var fast = script("echo up >> " + line);
        runner.run(
                new ScriptRunner.Order(1, "tcp:10.0.0.1:80 10.0.0.2:80 notify_down", slow, List.of(), LONG, false),
                AS_ROOT,
                told);
        runner.run(
                new ScriptRunner.Order(2, "tcp:10.0.0.1:80 10.0.0.2:80 notify_up", fast, List.of(), LONG, false),
                AS_ROOT,
                told);
        runner.run(
                new ScriptRunner.Order(
                        3, "tcp:10.0.0.1:80 10.0.0.3:80 notify_up", script("true"), List.of(), LONG, false),
                AS_ROOT,
                told);
        runner.run(
                new ScriptRunner.Order(
                        0, "tcp:10.0.0.1:80 10.0.0.2:80 notify_down", script("exit 1"), List.of(), LONG, true),
                AS_ROOT,
                told);
        assertEquals(2, told.await(2).size(), "the other server's, and a check's, did not wait");
        Files.createFile(directory.resolve("go"));
        var effects = told.await(4).stream()
                .map(event -> event instanceof ScriptEnded ended ? ended.effect() : -1)
                .toList();
        assertEquals(List.of(1L, 2L), effects.subList(2, 4));
        assertEquals("down\nup\n", Files.readString(line));
    }

    @Test
    void manyAtOnceAllCome() throws IOException {
        var told = new Told();
        var script = script("echo $1");
        IntStream.rangeClosed(1, 100)
                .forEach(i -> runner.run(
                        new ScriptRunner.Order(i, "s" + i + " notify", script, List.of("n" + i), LONG, false),
                        AS_ROOT,
                        told));
        for (var event : told.await(100)) {
            var ended = assertInstanceOf(ScriptEnded.class, event);
            assertEquals("n" + ended.effect() + "\n", ended.output());
        }
    }

    @Test
    void whatMayNotRunIsSaid() throws IOException {
        var told = new Told();
        runner.run(
                new ScriptRunner.Order(
                        1, "a notify", new Script(List.of("/nonexistent/x"), null, null), List.of("y"), LONG, false),
                AS_ROOT,
                told);
        var others = new Script(script("true").argv(), "nobody", null);
        runner.run(new ScriptRunner.Order(2, "b notify", others, List.of(), LONG, false), AS_ROOT, told);
        runner.run(new ScriptRunner.Order(3, "c notify", script("true"), List.of("a\0b"), LONG, false), AS_ROOT, told);
        var reasons = told.await(3).stream()
                .map(event -> assertInstanceOf(ScriptUnavailable.class, event).reason())
                .toList();
        assertEquals("/nonexistent/x does not exist", reasons.get(0));
        assertTrue(reasons.get(1).contains("cannot run a script as nobody"), reasons.get(1));
        assertTrue(reasons.get(2).contains("NUL"), reasons.get(2));
    }

    @Test
    void theCallerNeverWaits() throws IOException {
        var told = new Told();
        var script = script("true");
        var before = System.nanoTime();
        IntStream.range(0, 1000)
                .forEach(i -> runner.run(
                        new ScriptRunner.Order(1, "a notify", script, List.of(), LONG, false), AS_ROOT, told));
        long took = System.nanoTime() - before;
        assertTrue(took < Patience.scaled(Duration.ofSeconds(1)).toNanos(), () -> took + " ns for a thousand");
        assertFalse(told.events().size() == 1000);
    }
}
