package io.keepsake.daemon.script;

import io.keepsake.core.config.ScriptRules;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.ScriptEvent.End;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.Script;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Runs a script that something waits for ({@code startup_script}, {@code shutdown_script}). How it ended is told whenever
 * that is known, also when nobody waits any longer.
 *
 * @param inbox hears the end, on a thread of the runner
 * @param warnings hears of an end that is not good, and of one that did not come in time
 */
public record AwaitedScript(ScriptRunner runner, Consumer<ScriptEvent> inbox, Consumer<String> warnings) {

    /**
     * Runs it, and waits.
     *
     * @param timeoutNanos after which the runner ends it
     * @param patienceNanos after which it is not waited for any longer
     */
    public void run(String keyword, Script script, ScriptRules account, long timeoutNanos, long patienceNanos) {
        var ended = new CompletableFuture<ScriptEvent>();
        var told = ended.thenAccept(event -> tell(keyword, event));
        runner.run(new ScriptRunner.Order(0, keyword, script, List.of(), timeoutNanos, true), account, ended::complete);
        try {
            told.get(patienceNanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            warnings.accept(keyword + " has not ended, and is not waited for any longer");
        } catch (ExecutionException e) {
            warnings.accept(keyword + ": how it ended cannot be told: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(String keyword, ScriptEvent event) {
        inbox.accept(event);
        if (!(event instanceof ScriptEnded e && e.end() == End.EXITED && e.status() == 0)) {
            warnings.accept(keyword + ": " + EventText.print(event));
        }
    }
}
