package io.keepsake.history.explain;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.OperatorEvent.ConfigRefused;
import io.keepsake.history.show.Counted;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Reloads: which fields changed, or why nothing did. */
final class Reloads {
    private static final int FIELDS_MAX = 40;

    private final NodeHistory node;
    private final Telling telling;

    Reloads(NodeHistory node, Telling telling) {
        this.node = node;
        this.telling = telling;
    }

    /** @param was null when the one before is not known */
    void accepted(@Nullable ControllerConfig was, ControllerConfig is, Turn turn) {
        var lines = new ArrayList<String>();
        lines.add("the configuration was reloaded" + at(turn));
        if (was == null) {
            lines.add("  what changed cannot be told: the one before is in a part that was not read");
        } else {
            var fields = ConfigDifference.between(was, is).stream()
                    .filter(telling::concerns)
                    .toList();
            fields.stream().limit(FIELDS_MAX).forEach(field -> lines.add("  " + field));
            if (fields.isEmpty()) {
                lines.add("  nothing that is applied" + telling.scope() + " changed");
            } else if (fields.size() > FIELDS_MAX) {
                lines.add("  and " + Counted.of(fields.size() - FIELDS_MAX, "more field"));
            }
        }
        telling.tell(turn, lines);
    }

    void refused(ConfigRefused refused, Turn turn) {
        var lines = new ArrayList<String>();
        lines.add("a new configuration was refused" + at(turn) + ": nothing changed");
        refused.problems().forEach(problem -> lines.add("  " + problem));
        telling.tell(turn, lines);
    }

    private String at(Turn turn) {
        return " at " + node.clock().dated(turn.recorded().wall()) + " ("
                + node.cite(turn.recorded().index()) + ")";
    }
}
