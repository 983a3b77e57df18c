package io.keepsake.daemon.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What waits for a script goes on without it, and its end is told all the same. */
class AwaitedScriptTest extends OwnRunner {
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Test
    void itsEndIsToldBeforeTheWaitIsOver() throws IOException {
        var ended = new Told();
        new AwaitedScript(runner, ended, told::add).run("startup_script", script("exit 0"), AS_ROOT, LONG, LONG);
        assertEquals(0, ended.awaitEnded().status());
        assertEquals(List.of(), told);
    }

    @Test
    void oneThatEndsWhenNobodyWaitsIsToldToo() throws IOException {
        var ended = new Told();
        // it ends when the file is there, which is made when nobody waits for it
        var go = directory.resolve("go");
        var script = script("until [ -e " + go + " ]; do sleep 0.05; done; exit 3");
        new AwaitedScript(runner, ended, told::add).run("startup_script", script, AS_ROOT, LONG, 1);
        assertEquals(List.of("startup_script has not ended, and is not waited for any longer"), told);
        Files.createFile(go);
        assertEquals(3, ended.awaitEnded().status());
        Awaitility.await().forever().until(() -> told.size() == 2);
        assertTrue(told.getLast().contains("ScriptEnded"), told.getLast());
    }
}
