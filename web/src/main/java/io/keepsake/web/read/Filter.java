package io.keepsake.web.read;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.Fields;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which turns of a journal are wanted.
 *
 * @param nodes only these; empty for all
 * @param kinds only turns with an event, decision or effect of these kinds; empty for all
 * @param words each must stand in a line of the turn, in whatever case
 * @param changes only turns in which something changed: no regular adverts, checks that passed, answers or deadlines
 */
public record Filter(Set<String> nodes, Set<String> kinds, List<String> words, boolean changes) {
    public static final Filter ALL = new Filter(Set.of(), Set.of(), List.of(), false);

    public Filter {
        nodes = Set.copyOf(nodes);
        kinds = Set.copyOf(kinds);
        words = words.stream().map(w -> w.toLowerCase(Locale.ROOT)).toList();
    }

    /** Whether nothing happened in a turn but what happens all the time. */
    public static boolean routine(Turn turn) {
        return turn.decisions().isEmpty()
                && routine(turn.recorded().event())
                && turn.effects().stream().allMatch(Filter::routine);
    }

    private static boolean routine(Event event) {
        return event instanceof VrrpEvent.AdvertReceived
                || event instanceof ClockEvent.DeadlineReached
                || event instanceof OutcomeEvent.EffectApplied
                || event instanceof HealthEvent.CheckPassed;
    }

    private static boolean routine(Effect effect) {
        return effect instanceof Effect.SendAdvert
                || effect instanceof Effect.ReadIpvs
                || effect instanceof Effect.PaceCheck;
    }

    public boolean takesNode(String node) {
        return nodes.isEmpty() || nodes.contains(node);
    }

    public boolean takes(Turn turn) {
        return !(changes && routine(turn)) && (kinds.isEmpty() || hasKind(turn)) && (words.isEmpty() || hasWords(turn));
    }

    private boolean hasKind(Turn turn) {
        return kinds.contains(Fields.kind(turn.recorded().event()))
                || turn.decisions().stream().anyMatch(d -> kinds.contains(Fields.kind(d)))
                || turn.effects().stream().anyMatch(e -> kinds.contains(Fields.kind(e)));
    }

    private boolean hasWords(Turn turn) {
        var text = new StringBuilder(EventText.print(turn.recorded().event()));
        turn.decisions().forEach(d -> text.append('\n').append(EventText.print(d)));
        turn.effects().forEach(e -> text.append('\n').append(EventText.print(e)));
        var lower = text.toString().toLowerCase(Locale.ROOT);
        return words.stream().allMatch(lower::contains);
    }
}
