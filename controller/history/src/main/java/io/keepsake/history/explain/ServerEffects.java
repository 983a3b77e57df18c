package io.keepsake.history.explain;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.history.show.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What was done about one virtual server, or one of its real servers, and what became of it. */
final class ServerEffects {
    private static final int EFFECTS_MAX = 12;

    private final String subject;
    private final Set<ServiceKey> keys;
    private final @Nullable Endpoint only;
    private final LongFunction<String> cite;
    private final List<Traced> effects = new ArrayList<>();

    private static final class Traced {
        private final long effect;
        private final int position;
        private final Moment asked;
        private final String text;
        private @Nullable String outcome;

        Traced(long effect, int position, Moment asked, String text) {
            this.effect = effect;
            this.position = position;
            this.asked = asked;
            this.text = text;
        }
    }

    /**
     * @param subject what the subjects of its scripts begin with
     * @param keys its services
     * @param only the real server it is about; null for all
     */
    ServerEffects(String subject, Set<ServiceKey> keys, @Nullable Endpoint only, LongFunction<String> cite) {
        this.subject = subject;
        this.keys = keys;
        this.only = only;
        this.cite = cite;
    }

    /** Takes what a turn did. */
    void onEffects(Turn turn) {
        for (int i = 0; i < turn.effects().size(); i++) {
            long index = turn.effectIndex(i);
            var at = turn.recorded().at();
            switch (turn.effects().get(i)) {
                case Effect.ProgramIpvs program -> onProgram(program, index, at);
                case Effect.RunScript run
                when run.subject().startsWith(subject + " ") ->
                    add(
                            index,
                            0,
                            at,
                            "ran " + run.script() + " (" + run.subject().substring(subject.length() + 1) + ")");
                case Effect.SendMail mail
                when only == null || mail.subject().contains(only.ip().toString()) ->
                    add(index, -1, at, "mailed \"" + mail.subject() + "\"");
                default -> {}
            }
        }
    }

    private void onProgram(Effect.ProgramIpvs program, long index, Moment at) {
        for (int i = 0; i < program.changes().size(); i++) {
            var text = text(program.changes().get(i));
            if (text != null) {
                add(index, i, at, text);
            }
        }
    }

    private @Nullable String text(IpvsChange change) {
        return switch (change) {
            case IpvsChange.AddService c ->
                mine(c.service().key(), null) ? "added service " + c.service().key() : null;
            case IpvsChange.EditService c ->
                mine(c.service().key(), null) ? "changed service " + c.service().key() : null;
            case IpvsChange.RemoveService c -> mine(c.service(), null) ? "removed service " + c.service() : null;
            case IpvsChange.AddDestination c -> about(c.service(), c.destination(), "added ");
            case IpvsChange.EditDestination c -> about(c.service(), c.destination(), "changed ");
            case IpvsChange.RemoveDestination c ->
                mine(c.service(), c.destination()) ? "removed " + c.destination() + " from " + c.service() : null;
            case IpvsChange.StartSync _, IpvsChange.StopSync _, IpvsChange.SetTimeouts _ -> null;
        };
    }

    private @Nullable String about(ServiceKey key, Destination destination, String what) {
        return mine(key, destination.endpoint())
                ? what + destination.endpoint() + " in " + key + " with weight " + destination.weight()
                : null;
    }

    private boolean mine(ServiceKey key, @Nullable Endpoint destination) {
        return keys.contains(key) && (only == null || only.equals(destination));
    }

    private void add(long effect, int position, Moment at, String text) {
        if (effects.size() < EFFECTS_MAX) {
            effects.add(new Traced(effect, position, at, text));
        }
    }

    /** Takes an answer. */
    void onEvent(Turn turn) {
        var now = turn.recorded().at();
        switch (turn.recorded().event()) {
            case OutcomeEvent.EffectApplied e -> became(e.effect(), now, "applied after ");
            case OutcomeEvent.EffectFailed e -> became(e.effect(), now, "FAILED (" + e.detail() + ") after ");
            case OutcomeEvent.ProgramRefused e -> {
                e.refusals().forEach(r -> refused(e.effect(), r));
                became(e.effect(), now, "applied after ");
            }
            case ScriptEvent.ScriptEnded e ->
                became(e.effect(), now, e.end() + " with status " + e.status() + " after ");
            default -> {}
        }
    }

    private void refused(long effect, OutcomeEvent.Refusal refusal) {
        effects.stream()
                .filter(d -> d.effect == effect && d.position == refusal.position())
                .forEach(d -> d.outcome = "REFUSED by the kernel, errno " + refusal.errno());
    }

    private void became(long effect, Moment now, String what) {
        effects.stream()
                .filter(d -> d.effect == effect && d.outcome == null)
                .forEach(d -> d.outcome = what + Spans.print(now.since(d.asked)));
    }

    /** Whether an answer is still to come. */
    boolean open() {
        return effects.stream().anyMatch(d -> d.outcome == null && d.position >= 0);
    }

    List<String> lines() {
        return effects.isEmpty()
                ? List.of("  what it did: nothing")
                : effects.stream()
                        .map(d -> "  then " + d.text + " (" + cite.apply(d.effect)
                                + (d.outcome == null ? "" : ", " + d.outcome) + ")")
                        .toList();
    }
}
