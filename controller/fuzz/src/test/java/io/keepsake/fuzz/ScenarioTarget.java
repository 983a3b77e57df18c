package io.keepsake.fuzz;

import io.keepsake.testkit.scenario.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A scenario without its answers: the rules of a whole director, with a configuration and a world that nobody thought of.
 * After each event the state must come back from its checkpoint. Lines that write an event are left out, since what they
 * tell need not be possible; and time does not pass for more than ten seconds at once.
 */
public final class ScenarioTarget {
    private static final int COMMANDS_MAX = 40;

    private ScenarioTarget() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        var blocks = Text.of(input).split("\n\n", COMMANDS_MAX);
        Bounds.check(input.length, 2L << 30, 0, () -> play(blocks));
    }

    private static void play(String[] blocks) {
        var scenario = new Scenario();
        for (var block : blocks) {
            var command = new ArrayList<String>();
            for (var line : block.split("\n", -1)) {
                if (line.equals("----")) {
                    break;
                }
                if (!line.startsWith("#") && !line.isBlank()) {
                    command.add(line);
                }
            }
            if (!command.isEmpty() && possible(command)) {
                answer(scenario, command);
            }
        }
    }

    private static boolean possible(List<String> command) {
        return command.getFirst().equals("config")
                || command.stream()
                        .map(String::strip)
                        .allMatch(line -> !Character.isUpperCase(line.codePointAt(0))
                                && !line.matches("(wait|stall|resume) +(?![0-9](\\.[0-9]{1,9})?$).*"));
    }

    /** What a command lacks is its own fault, unless the rules found it. */
    private static void answer(Scenario scenario, List<String> command) {
        try {
            scenario.answer(command);
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | NullPointerException
                | NoSuchElementException wrong) {
            if (Arrays.stream(wrong.getStackTrace())
                    .anyMatch(at -> at.getClassName().equals("io.keepsake.core.NodeReducer"))) {
                throw wrong;
            }
        }
    }
}
