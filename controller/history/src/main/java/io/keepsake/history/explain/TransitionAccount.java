package io.keepsake.history.explain;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;
import io.keepsake.history.show.Clock;
import io.keepsake.history.show.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A transition and its causes, kept until it is known what came of it. */
final class TransitionAccount {
    private static final long SETTLED_NANOS = 2_000_000_000L;
    private static final long GIVEN_UP_NANOS = 10_000_000_000L;
    private static final int EFFECTS_MAX = 20;

    private final InstanceName instance;
    private final @Nullable InstanceConfig config;
    private final Moment at;
    private final LongFunction<String> cite;
    private final List<String> lines = new ArrayList<>();
    private final List<EffectOutcome> effects = new ArrayList<>();
    private int more;
    private long ownIndex;
    private boolean closed;
    private boolean wentOn;

    TransitionAccount(InstanceName instance, @Nullable InstanceConfig config, Moment at, LongFunction<String> cite) {
        this.instance = instance;
        this.config = config;
        this.at = at;
        this.cite = cite;
    }

    void line(String line) {
        lines.add(line);
    }

    /** The turn of the transition itself. */
    void onOwnTurn(Turn turn) {
        ownIndex = turn.recorded().index();
        for (int i = 0; i < turn.effects().size(); i++) {
            add(EffectOutcome.of(
                    instance,
                    config,
                    turn.effects().get(i),
                    turn.effectIndex(i),
                    turn.recorded().at()));
        }
    }

    private void add(@Nullable EffectOutcome effect) {
        if (effect != null && effects.size() < EFFECTS_MAX) {
            effects.add(effect);
        } else if (effect != null) {
            more++;
        }
    }

    /** Takes what the event of a later turn tells. */
    void onEvent(Turn turn) {
        if (closed) {
            return;
        }
        var now = turn.recorded().at();
        var event = turn.recorded().event();
        if (event instanceof EffectApplied applied) {
            answer(applied.effect(), d -> "applied after " + took(d, now));
        } else if (event instanceof EffectFailed failed) {
            answer(
                    failed.effect(),
                    d -> "FAILED after " + took(d, now) + " with errno " + failed.errno() + ": " + failed.detail());
        } else if (event instanceof AdvertReceived heard
                && heard.instance().equals(instance)
                && now.since(at) <= heard.lateNanos()) {
            lines.add(
                    "  read too late: the advert " + cite.apply(turn.recorded().index()) + " of " + heard.source()
                            + " had arrived before, at "
                            + Clock.time(turn.recorded().wall().minusNanos(heard.lateNanos()))
                            + "; this process was late, the master was not silent");
        }
    }

    /** Takes what a later turn did; regular adverts are left out. */
    void onEffects(Turn turn) {
        if (closed
                || turn.recorded().index() == ownIndex
                || turn.recorded().at().since(at) > SETTLED_NANOS) {
            return;
        }
        for (int i = 0; i < turn.effects().size(); i++) {
            var effect = turn.effects().get(i);
            if (!(effect instanceof SendAdvert)) {
                add(EffectOutcome.of(
                        instance,
                        config,
                        effect,
                        turn.effectIndex(i),
                        turn.recorded().at()));
            }
        }
    }

    private static String took(EffectOutcome effect, Moment now) {
        return Spans.print(now.since(effect.asked()));
    }

    private void answer(long effect, Function<EffectOutcome, String> outcome) {
        effects.stream().filter(d -> d.index() == effect).forEach(d -> d.became(outcome.apply(d)));
    }

    /**
     * Nothing more is added once {@code other}, if it is this instance, changes again; and what a turn did belongs to the
     * last change in it.
     */
    void closeFor(InstanceName other, Turn turn) {
        closed |= instance.equals(other);
        wentOn |= instance.equals(other) && turn.recorded().index() == ownIndex;
    }

    boolean settled(Moment now) {
        long age = now.since(at);
        return closed
                || age > GIVEN_UP_NANOS
                || age > SETTLED_NANOS && effects.stream().noneMatch(EffectOutcome::open);
    }

    void print(Consumer<String> out) {
        lines.forEach(out);
        if (wentOn) {
            out.accept("  and went on at once");
            return;
        }
        var done = effects.stream().map(d -> d.print(cite.apply(d.index()))).collect(Collectors.joining(", "));
        out.accept(
                "  what it did: " + (done.isEmpty() ? "nothing" : done) + (more == 0 ? "" : ", and " + more + " more"));
    }
}
