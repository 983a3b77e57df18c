package io.keepsake.history.explain;

import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.CheckerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which checks took a real server out or let it in, with what they found. */
final class CheckCauses {
    private static final int FAILURES_MAX = 8;

    private final NodeHistory node;
    private final Map<CheckerId, Deque<String>> failures = new HashMap<>();

    CheckCauses(NodeHistory node) {
        this.node = node;
    }

    void remember(HealthEvent.CheckFailed failed, Turn turn) {
        failures.computeIfAbsent(failed.checker(), _ -> new ArrayDeque<>()).add(line(failed, turn));
        var of = failures.get(failed.checker());
        if (of != null && of.size() > FAILURES_MAX) {
            of.removeFirst();
        }
    }

    private String line(HealthEvent.CheckFailed failed, Turn turn) {
        return node.clock().time(turn.recorded().wall()) + " ("
                + node.cite(turn.recorded().index()) + ") " + failed.reason() + ": " + failed.detail();
    }

    /** @param config of the virtual server; null when it is not known */
    List<String> failed(CheckerId checker, Turn turn, @Nullable VirtualServerConfig config) {
        var lines = new ArrayList<String>();
        turn.decisions().forEach(decision -> {
            if (decision instanceof Decision.CheckerFailed f && f.checker().equals(checker)) {
                lines.add("because its check " + checker.number() + " (" + kind(checker, config) + ") failed "
                        + f.failures() + " times in a row since " + node.cite(f.firstFailure()) + ", and "
                        + f.allowed() + " are forgiven");
                last(f.failures(), checker, turn).forEach(failure -> lines.add("  " + failure));
            }
        });
        return lines;
    }

    /** The last failures, that of this turn with them. */
    private List<String> last(int count, CheckerId checker, Turn turn) {
        var all = new ArrayList<>(failures.getOrDefault(checker, new ArrayDeque<>()));
        if (turn.recorded().event() instanceof HealthEvent.CheckFailed failed) {
            all.add(line(failed, turn));
        }
        return all.subList(Math.max(0, all.size() - Math.min(count, FAILURES_MAX)), all.size());
    }

    List<String> recovered(Turn turn, @Nullable VirtualServerConfig config) {
        var lines = new ArrayList<String>();
        turn.decisions().forEach(decision -> {
            if (decision instanceof Decision.CheckerRecovered r) {
                lines.add("because its check " + r.checker().number() + " (" + kind(r.checker(), config) + ") passed "
                        + r.passes() + " times in a row: "
                        + EventText.print(turn.recorded().event()));
            }
        });
        return lines;
    }

    private static String kind(CheckerId checker, @Nullable VirtualServerConfig config) {
        return config == null
                ? "of a kind that is not known here"
                : config.realServers().stream()
                        .filter(r -> r.endpoint().equals(checker.real())
                                && checker.number() < r.checkers().size())
                        .findFirst()
                        .map(r -> r.checkers()
                                .get(checker.number())
                                .check()
                                .getClass()
                                .getSimpleName())
                        .orElse("of a kind that is not known here");
    }
}
