package io.keepsake.daemon.script;

import io.keepsake.core.event.ScriptEvent;
import io.keepsake.testkit.lab.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What the runner told, in its order. */
final class Told implements Consumer<ScriptEvent> {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<ScriptEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void accept(ScriptEvent event) {
        events.add(event);
    }

    List<ScriptEvent> events() {
        return List.copyOf(events);
    }

    List<ScriptEvent> await(int count) {
        Await.until(count + " results", PATIENCE, () -> events.size() >= count);
        return events();
    }

    ScriptEvent.ScriptEnded awaitEnded() {
        if (await(1).getFirst() instanceof ScriptEvent.ScriptEnded ended) {
            return ended;
        }
        throw new AssertionError("it did not run: " + events());
    }
}
