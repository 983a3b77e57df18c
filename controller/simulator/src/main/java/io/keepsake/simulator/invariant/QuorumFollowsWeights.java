package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.event.Decision;
import io.keepsake.core.value.VirtualServerName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A virtual server gains its quorum when the living weigh {@code quorum + hysteresis}, and loses it below {@code quorum -
 * hysteresis} or when they weigh nothing; between the two it stays as it was. Whoever looks for the first time has
 * what the run before had ({@link RecallsWhatItKnew}). Each change is a decision, and there is no such decision without a change.
 */
final class QuorumFollowsWeights implements OfDirector {
    private static final String NAME = "QuorumFollowsWeights";

    @Override
    public void after(DirectorTurn turn) {
        var director = turn.after().director();
        if (turn.sameServers() || director == null || !director.started()) {
            return;
        }
        for (int i = 0; i < director.states().size(); i++) {
            check(turn, WantedTable.of(turn.after(), director, i));
        }
    }

    private static void check(DirectorTurn turn, WantedTable table) {
        var server = table.server();
        var had = before(turn.before(), server.name());
        long weight = table.weight();
        boolean gains = weight >= (long) server.quorum() + server.hysteresis();
        boolean loses = weight == 0 || weight < (long) server.quorum() - server.hysteresis();
        boolean inBetween = !gains && !loses;
        if (had == null && inBetween) {
            return;
        }
        boolean expected = gains || had != null && had && !loses;
        if (table.quorum() != expected) {
            throw turn.violation(
                    NAME,
                    server.name() + " weighs " + weight + ", its quorum was " + had + " and is " + table.quorum());
        }
        var said = said(turn.turn().decisions(), server.name());
        if (had == null && said == null) {
            return;
        }
        boolean changed = had == null || had != expected;
        if (changed ? said == null || said != expected : said != null) {
            throw turn.violation(NAME, server.name() + " said " + said + ", its quorum is " + expected);
        }
    }

    private static @Nullable Boolean before(NodeState state, VirtualServerName name) {
        var director = state.director();
        int place = state.health().place(name);
        return director == null || !director.started() || place < 0
                ? null
                : Boolean.valueOf(director.states().get(place).quorum());
    }

    private static @Nullable Boolean said(List<Decision> decisions, VirtualServerName name) {
        Boolean said = null;
        for (var decision : decisions) {
            if (decision instanceof Decision.QuorumGained e && e.server().equals(name)) {
                said = true;
            } else if (decision instanceof Decision.QuorumLost e && e.server().equals(name)) {
                said = false;
            }
        }
        return said;
    }
}
