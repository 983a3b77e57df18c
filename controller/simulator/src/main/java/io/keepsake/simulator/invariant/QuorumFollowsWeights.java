package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.value.VirtualServerName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A virtual server gains its quorum when the living weigh {@code quorum + hysteresis}, and loses it below {@code quorum -
 * hysteresis} or when they weigh nothing; between the two it stays as it was, in this run or, until it has had one, in
 * the last. Each change is a decision, as is what it is at first, and there is no such decision without a change.
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
        boolean holds = had != null && had || remembered(turn, server.name());
        boolean expected = gains || holds && !loses;
        if (table.quorum() != expected) {
            throw turn.violation(
                    NAME,
                    server.name() + " weighs " + weight + ", its quorum was " + had + " and is " + table.quorum());
        }
        var said = said(turn.turn().decisions(), server.name());
        boolean changed = had == null || had != expected;
        if (changed ? said == null || said != expected : said != null) {
            throw turn.violation(NAME, server.name() + " said " + said + ", its quorum is " + expected);
        }
    }

    /** Whether this turn hears that the last run had it, and this one has not had it yet. */
    private static boolean remembered(DirectorTurn turn, VirtualServerName name) {
        var before = turn.before();
        var leftovers = turn.event() instanceof LeftoversRecalled e ? e.leftovers() : before.recalled();
        int place = before.health().place(name);
        var director = before.director();
        boolean held =
                director != null && place >= 0 && director.states().get(place).held();
        return leftovers != null
                && !held
                && leftovers.servers().stream()
                        .anyMatch(s -> s.quorum() && s.server().equals(name));
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
