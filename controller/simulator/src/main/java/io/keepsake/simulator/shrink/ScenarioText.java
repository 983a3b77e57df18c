package io.keepsake.simulator.shrink;

import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.TextSink;
import io.keepsake.testkit.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/** Writes the commands and answers of a scenario file while a transcript is told. */
final class ScenarioText {
    private final Scenario scenario = new Scenario();
    private final List<String> block = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    ScenarioText(String comment) {
        text.append(comment.lines().map(line -> "# " + line + "\n").reduce("", String::concat));
        block.add("kernel-silent");
    }

    /** Nothing happens for a while. */
    void waits(long nanos, boolean deadlinesCome) {
        if (nanos > 0) {
            flush();
            block.add((deadlinesCome ? "wait " : "stall ") + TextSink.seconds(nanos));
        }
    }

    void tells(Event event) {
        if (event instanceof ConfigAccepted config) {
            flush();
            block.add("config");
            config.text().lines().forEach(block::add);
            flush();
        } else if (!(event instanceof DeadlineReached)) {
            block.add(EventText.print(event));
        }
    }

    private void flush() {
        if (!block.isEmpty()) {
            block.forEach(line -> text.append(line).append('\n'));
            text.append("----\n").append(scenario.answer(List.copyOf(block))).append('\n');
            block.clear();
        }
    }

    @Override
    public String toString() {
        flush();
        return text.toString().stripTrailing() + "\n";
    }
}
