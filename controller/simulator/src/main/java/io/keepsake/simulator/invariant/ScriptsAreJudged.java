package io.keepsake.simulator.invariant;

import io.keepsake.core.effect.Effect.RunScript;
import io.keepsake.core.event.Decision;
import java.util.ArrayList;
import java.util.List;

/**
 * A script that instances track is called bad or good when, and only when, so many results in a row said so: the
 * first alone, then {@code fall} and {@code rise}; results of an earlier run, of another command, and unknown ones do
 * not count. A director that stops runs none.
 */
final class ScriptsAreJudged implements OfDirector {
    @Override
    public void after(DirectorTurn turn) {
        var decided = decided(turn);
        List<String> expected =
                turn.before().stopping() ? List.of() : turn.scripts().expected();
        if (turn.after().stopping()
                && turn.turn().effects().stream().anyMatch(e -> e instanceof RunScript run && run.tracked())) {
            throw turn.violation("ScriptsAreJudged", "a script is run though the director stops");
        }
        if (!decided.equals(expected)) {
            throw turn.violation("ScriptsAreJudged", "decided " + decided + ", expected " + expected);
        }
    }

    private static List<String> decided(DirectorTurn turn) {
        List<String> decided = List.of();
        for (var decision : turn.turn().decisions()) {
            if (decision instanceof Decision.OfScript) {
                decided = decided.isEmpty() ? new ArrayList<>() : decided;
                decided.add(word(decision));
            }
        }
        return decided;
    }

    private static String word(Decision decision) {
        return switch (decision) {
            case Decision.TrackedScriptFailed d -> d.script() + " failed";
            case Decision.TrackedScriptPassed d -> d.script() + " passed";
            default -> decision.toString();
        };
    }
}
