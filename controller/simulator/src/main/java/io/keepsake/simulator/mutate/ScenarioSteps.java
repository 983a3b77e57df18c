package io.keepsake.simulator.mutate;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.simulator.invariant.DirectorCheck;
import io.keepsake.testkit.scenario.Scenario;
import io.keepsake.world.ScenarioNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands of a scenario file without their answers.
 *
 * @param steps a {@code config} with its lines, or one line
 */
public record ScenarioSteps(List<List<String>> steps) {
    private static final String RULE = "----";

    public ScenarioSteps {
        steps = List.copyOf(steps);
    }

    /** Reads a scenario file. */
    public static ScenarioSteps read(Path file) throws IOException {
        var steps = new ArrayList<List<String>>();
        var command = new ArrayList<String>();
        boolean inAnswer = false;
        for (var line : Files.readAllLines(file)) {
            if (inAnswer) {
                inAnswer = !line.isEmpty();
            } else if (line.equals(RULE)) {
                steps.addAll(split(command));
                command.clear();
                inAnswer = true;
            } else if (!line.startsWith("#") && !line.isBlank()) {
                command.add(line.strip());
            }
        }
        return new ScenarioSteps(steps);
    }

    /** Each line is a step of its own, but for the lines of a configuration or of a state to go on from. */
    private static List<List<String>> split(List<String> command) {
        boolean whole = !command.isEmpty()
                && (command.getFirst().equals("config") || command.getFirst().startsWith("resume "));
        return whole
                ? List.of(List.copyOf(command))
                : command.stream().map(List::of).toList();
    }

    /**
     * Tells it to a new director, with everything checked that must hold of one.
     *
     * @throws io.keepsake.world.Violation when something does not
     */
    public void run() {
        var watch = new Watch();
        var scenario = new Scenario(new ScenarioNode(watch));
        steps.forEach(step -> tell(scenario, step));
    }

    /** A command about what is not there any more, since another was left out before it, is left out too. */
    private static void tell(Scenario scenario, List<String> step) {
        try {
            scenario.answer(step);
        } catch (Scenario.NotThere _) {
            return;
        }
    }

    private static final class Watch implements ScenarioNode.TurnListener {
        private DirectorCheck check = DirectorCheck.ofScenario();

        @Override
        public void onTurn(NodeState before, Turn turn, NodeState after) {
            if (turn.recorded().index() == 1) {
                check = DirectorCheck.ofScenario();
            }
            check.after(before, turn, after);
        }
    }
}
