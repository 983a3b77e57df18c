package io.keepsake.history.show;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.FirewallEvent;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.TrackEvent;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.text.Fields;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a turn are shown.
 *
 * @param instance only turns that name it, and in them no line that names another; null for all
 * @param kinds only these kinds of events, decisions and effects; empty for all
 * @param decided only turns in which something was decided
 */
public record Choice(@Nullable String instance, Set<String> kinds, boolean decided) {
    /** Everything. */
    public static final Choice ALL = new Choice(null, Set.of(), false);

    public Choice {
        kinds = Set.copyOf(kinds);
    }

    boolean takes(Turn turn) {
        boolean named = instance == null
                || instance.equals(instance(turn.recorded().event()))
                || turn.decisions().stream().anyMatch(d -> instance.equals(instance(d)))
                || turn.effects().stream().anyMatch(e -> instance.equals(instance(e)));
        return named && (!decided || !turn.decisions().isEmpty());
    }

    boolean takes(Event event) {
        return mine(instance(event)) && takesKind(Fields.kind(event));
    }

    boolean takes(Effect effect) {
        return mine(instance(effect)) && takesKind(Fields.kind(effect));
    }

    /** Whether items that are no turns are shown. */
    boolean takesKind(String kind) {
        return kinds.isEmpty() || kinds.contains(kind);
    }

    private boolean mine(@Nullable String named) {
        return instance == null || named == null || instance.equals(named);
    }

    private static @Nullable String instance(Event event) {
        return switch (event) {
            case VrrpEvent e -> e.instance().value();
            case Decision.OfInstance d -> d.instance().value();
            case Decision.OfServer d -> d.server().value();
            case HealthEvent e -> e.checker().server().value();
            case Decision.OfGroup _,
                    Decision.OfLink _,
                    Decision.OfProcess _,
                    Decision.OfScript _,
                    LinkEvent _,
                    RoutingEvent _,
                    IpvsEvent _,
                    FirewallEvent _,
                    ScriptEvent _,
                    TrackEvent _,
                    OperatorEvent _,
                    ClockEvent _,
                    OutcomeEvent _,
                    JournalEvent _ -> null;
        };
    }

    private static @Nullable String instance(Effect effect) {
        return switch (effect) {
            case Effect.SendAdvert e -> e.instance().value();
            case Effect.JoinGroup e -> e.instance().value();
            case Effect.PaceCheck e -> e.checker().server().value();
            case Effect.SuspendChecks e -> e.server().value();
            case Effect.ResumeChecks e -> e.server().value();
            case Effect.SendGratuitousArp _, Effect.AddAddress _, Effect.RemoveAddress _ -> null;
            case Effect.AddBlock _,
                    Effect.RemoveBlock _,
                    Effect.ReadBlocks _,
                    Effect.AddRouting _,
                    Effect.SetPromotion _,
                    Effect.RemoveRouting _ -> null;
            case Effect.ProgramIpvs _, Effect.ReadIpvs _, Effect.ReadLinks _ -> null;
            case Effect.RunScript _, Effect.SendMail _, Effect.WriteFifo _ -> null;
        };
    }
}
