package io.keepsake.daemon.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.ScriptEvent.End;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Scripts that do not end as they should, and a runner that does not last. */
class ScriptsThatStayTest extends OwnRunner {
    @Test
    void aScriptThatTakesTooLongIsTerminatedWithItsChildren() throws IOException {
        var pids = directory.resolve("pids");
        var told = run(script("sleep 600 & echo $! $$ > " + pids + "; wait"), TimeUnit.MILLISECONDS.toNanos(500));
        assertEquals(End.TIMED_OUT, told.end());
        assertTrue(told.tookNanos() >= TimeUnit.MILLISECONDS.toNanos(450), () -> told.tookNanos() + " ns");
        awaitGone(pids);
    }

    @Test
    void whatIgnoresTermIsKilledTwoSecondsLater() throws IOException {
        var pids = directory.resolve("pids");
        var told = run(
                script("trap '' TERM; echo $$ > " + pids + "; while :; do sleep 600; done"),
                TimeUnit.MILLISECONDS.toNanos(500));
        assertEquals(List.of(End.TIMED_OUT, 9), List.of(told.end(), told.status()));
        assertTrue(told.tookNanos() >= TimeUnit.MILLISECONDS.toNanos(2_400), () -> told.tookNanos() + " ns");
        awaitGone(pids);
    }

    @Test
    void aChildThatIgnoresTermIsKilledAlthoughItsParentHeard() throws IOException {
        var pids = directory.resolve("pids");
        var deaf = "sh -c 'trap \"\" TERM; echo $$ > " + pids + "; while :; do sleep 600; done' & wait";
        var told = run(script(deaf), TimeUnit.SECONDS.toNanos(1));
        assertEquals(List.of(End.TIMED_OUT, 15), List.of(told.end(), told.status()));
        awaitGone(pids);
    }

    @Test
    void aChildThatStaysDoesNotHoldUpTheResult() throws IOException {
        var pids = directory.resolve("pids");
        var told = run(script("sleep 600 & echo $! > " + pids + "; echo started; exit 3"), LONG);
        assertEquals(List.of(End.EXITED, 3, "started\n"), List.of(told.end(), told.status(), told.output()));
        assertTrue(runs(Files.readString(pids).strip()), "a daemon that a script starts is left alone");
        ProcessHandle.of(Long.parseLong(Files.readString(pids).strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void aRunnerThatDiesIsToldAndReplaced() throws IOException {
        var first = runner();
        var told = new Told();
        var pids = directory.resolve("pids");
        runner.run(
                new ScriptRunner.Order(
                        1, "a notify", script("echo $$ > " + pids + "; sleep 600"), List.of(), LONG, false),
                AS_ROOT,
                told);
        Await.until("the script", Told.PATIENCE, () -> pids.toFile().length() > 0);
        first.destroyForcibly();
        assertLost("the script runner ended while it ran", told.await(1).getFirst());
        awaitGone(pids);
        runner.run(new ScriptRunner.Order(2, "a notify", script("echo again"), List.of(), LONG, false), AS_ROOT, told);
        assertEquals(
                "again\n",
                assertInstanceOf(ScriptEnded.class, told.await(2).get(1)).output());
    }

    /** The script of a runner that cannot take it up is neither lost nor run twice. */
    @Test
    void whatARunnerHadNotBegunIsSentToTheNextOne() throws IOException {
        var first = runner();
        var told = new Told();
        var line = directory.resolve("line");
        signal(first, "STOP");
        for (int i = 0; i < 20; i++) {
            runner.run(
                    new ScriptRunner.Order(i, "s" + i + " notify", script("echo x >> " + line), List.of(), LONG, false),
                    AS_ROOT,
                    told);
        }
        signal(first, "KILL");
        told.await(20)
                .forEach(event -> assertEquals(
                        End.EXITED, assertInstanceOf(ScriptEnded.class, event).end()));
        assertEquals(20, Files.readAllLines(line).size());
    }

    @Test
    void withoutAnybodyToBeginAnotherRunnerItIsMissed() throws IOException {
        var first = runner();
        signal(first.parent().orElseThrow(), "KILL");
        signal(first, "KILL");
        var told = new Told();
        var script = script("true");
        Await.until("that it is told", Told.PATIENCE, () -> {
            runner.run(new ScriptRunner.Order(2, "a notify", script, List.of(), LONG, false), AS_ROOT, told);
            return told.events().stream()
                    .anyMatch(event -> event instanceof ScriptEnded ended && ended.end() == End.UNKNOWN);
        });
        assertLost("the script runner is gone", told.events().getLast());
    }

    @Test
    void anErrorWhereReportsAreReadIsToldToWhoWaits() throws IOException {
        var reports = new InputStream() {
            @Override
            public int read() {
                throw new OutOfMemoryError("as if");
            }

            @Override
            public int read(byte[] into, int from, int length) {
                return read();
            }
        };
        var told = new Told();
        try (var broken = new ScriptRunner(
                () -> new RunnerPipe(OutputStream.nullOutputStream(), reports, false),
                new ScriptSafety(warnings::add),
                warnings::add)) {
            broken.run(new ScriptRunner.Order(1, "a notify", script("true"), List.of(), LONG, false), AS_ROOT, told);
            assertLost("as if", told.await(1).getFirst());
        }
    }

    /** The process that runs the scripts of this test. */
    private ProcessHandle runner() throws IOException {
        return ProcessHandle.of(
                        Long.parseLong(run(script("echo $PPID"), LONG).output().strip()))
                .orElseThrow();
    }

    private static void signal(ProcessHandle process, String signal) throws IOException {
        new ProcessBuilder("kill", "-" + signal, "" + process.pid())
                .start()
                .onExit()
                .join();
    }

    private static void assertLost(String why, ScriptEvent event) {
        var lost = assertInstanceOf(ScriptEnded.class, event);
        assertEquals(End.UNKNOWN, lost.end());
        assertTrue(lost.output().contains(why), lost.output());
    }

    @Test
    void closingWaitsForScriptsButNotForEver() throws IOException {
        var told = new Told();
        runner.run(new ScriptRunner.Order(1, "a notify", script("sleep 0.3"), List.of(), LONG, false), AS_ROOT, told);
        runner.run(new ScriptRunner.Order(2, "a notify", script("true"), List.of(), LONG, false), AS_ROOT, told);
        runner.close(Told.PATIENCE.toMillis(), Told.PATIENCE.toMillis());
        assertEquals(2, told.events().size(), "also the one that waited");
        runner.run(new ScriptRunner.Order(3, "a notify", script("true"), List.of(), LONG, false), AS_ROOT, told);
        assertLost("the director is ending", told.await(3).get(2));

        var second = ScriptRunner.open(null, warnings::add);
        var pids = directory.resolve("pids");
        second.run(
                new ScriptRunner.Order(
                        1, "a notify", script("echo $$ > " + pids + "; sleep 600"), List.of(), LONG, false),
                AS_ROOT,
                told);
        Await.until("the script", Told.PATIENCE, () -> pids.toFile().length() > 0);
        second.close(1, 1);
        awaitGone(pids);
    }

    @Test
    void closingWaitsLongerForWhoIsToldThanForChecks() throws IOException {
        var told = new Told();
        var pids = directory.resolve("pids");
        var begun = directory.resolve("begun");
        var check = script("echo $$ > " + pids + "; sleep 600");
        var stop = script("touch " + begun + "; sleep 1; echo done");
        runner.run(new ScriptRunner.Order(0, "a check", check, List.of(), LONG, true), AS_ROOT, told);
        runner.run(new ScriptRunner.Order(1, "a notify_stop", stop, List.of(), LONG, false), AS_ROOT, told);
        Await.until("both", Told.PATIENCE, () -> pids.toFile().length() > 0 && Files.exists(begun));
        runner.close(1, Told.PATIENCE.toMillis());
        var ended = assertInstanceOf(ScriptEnded.class, told.events().getFirst());
        assertEquals(List.of(1L, "done\n"), List.of(ended.effect(), ended.output()));
        assertEquals(1, told.events().size(), "the check was not waited for");
        assertEquals(List.of(), warnings);
        awaitGone(pids);
    }

    private static void awaitGone(Path pids) throws IOException {
        for (var pid : Files.readString(pids).strip().split(" ", -1)) {
            Await.until("the end of " + pid, Told.PATIENCE, () -> !runs(pid));
        }
    }

    private static boolean runs(String pid) {
        try {
            return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException _) {
            return false;
        }
    }
}
