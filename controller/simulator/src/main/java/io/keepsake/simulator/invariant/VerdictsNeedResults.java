package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.health.CheckerState;
import io.keepsake.core.health.HealthTable;
import io.keepsake.core.value.CheckerId;
import io.keepsake.world.Backends;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checker is bad after more failures in a row than {@code retry} allows, or after its first result if that is one; and
 * good again after as many successes in a row as it needs. The rows are counted here a second time. A result of an earlier
 * checker of the same name changes nothing.
 */
final class VerdictsNeedResults implements OfDirector {
    private final Map<CheckerId, Row> rows = new HashMap<>();

    private static final class Row {
        private boolean good;
        private boolean proved;
        private boolean failed;
        private int length;

        Row(CheckerState state) {
            good = state.good();
            proved = state.proved();
            failed = !good && !state.why().startsWith("not checked yet");
            length = good ? state.failures() : state.passes();
        }
    }

    @Override
    public void after(DirectorTurn turn) {
        if (turn.event() instanceof OperatorEvent) {
            rows.clear();
        } else if (turn.event() instanceof HealthEvent event && !Backends.isOfAnEarlierChecker(event)) {
            follow(turn, event);
        }
    }

    private void follow(DirectorTurn turn, HealthEvent event) {
        var config = config(turn.after(), event.checker());
        var before = state(turn.before(), event.checker());
        var after = state(turn.after(), event.checker());
        if (config == null || before == null || after == null) {
            return;
        }
        if (!counts(event, before)) {
            if (!after.equals(before)) {
                throw turn.violation(
                        "VerdictsNeedResults", event.checker() + " is " + after + " by a result of an earlier one");
            }
            return;
        }
        var row = rows.computeIfAbsent(event.checker(), _ -> new Row(before));
        next(row, config, event);
        if (row.good != after.good()) {
            throw turn.violation(
                    "VerdictsNeedResults",
                    event.checker() + " is " + after + ", and after " + row.length + " results should be "
                            + (row.good ? "good" : "bad"));
        }
    }

    /** Whether the result is one of this checker, not of another that was called so before. */
    static boolean counts(HealthEvent event, CheckerState state) {
        return event.incarnation() == 0 || event.incarnation() == state.incarnation();
    }

    private static void next(Row row, CheckerConfig config, HealthEvent event) {
        switch (event) {
            case HealthEvent.CheckPassed _ -> passed(row, config);
            case HealthEvent.CheckFailed _ -> failed(row, config);
            case HealthEvent.CheckUnknown _ -> {}
            case HealthEvent.FileRead e ->
                row.good = !(config.check() instanceof Check.File file)
                        || file.weight() != 0
                        || (e.number() == 0) != file.reverse();
        }
    }

    private static void passed(Row row, CheckerConfig config) {
        int urls = config.check() instanceof Check.Http http ? http.urls().size() : 1;
        int needs = config.check() instanceof Check.Http && row.failed ? urls + 1 : urls;
        row.length = row.good ? 0 : row.length + 1;
        if (row.good || row.length >= Math.max(needs, config.rise())) {
            row.good = true;
            row.proved = true;
            row.failed = false;
            row.length = 0;
        }
    }

    private static void failed(Row row, CheckerConfig config) {
        row.length = row.good ? row.length + 1 : 0;
        row.failed = row.failed || !row.good;
        if (row.good && row.length > (row.proved ? config.retry() : 0)) {
            row.good = false;
            row.failed = true;
            row.length = 0;
        }
    }

    static @Nullable CheckerConfig config(NodeState state, CheckerId id) {
        var director = state.director();
        int place = state.health().place(id.server());
        if (director == null || place < 0) {
            return null;
        }
        var server = director.config().virtualServers().get(place);
        int real = HealthTable.realOf(server, id.real());
        var checkers = real < 0 ? null : server.realServers().get(real).checkers();
        return checkers == null || id.number() >= checkers.size() ? null : checkers.get(id.number());
    }

    static @Nullable CheckerState state(NodeState state, CheckerId id) {
        var director = state.director();
        if (director == null || config(state, id) == null) {
            return null;
        }
        int place = state.health().place(id.server());
        int real = HealthTable.realOf(director.config().virtualServers().get(place), id.real());
        return state.health().at(place).reals().get(real).get(id.number());
    }
}
