package io.keepsake.history.explain;

import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;
import io.keepsake.history.explain.RecentFacts.Fact;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adverts that this node could not send: what the others did not hear, it never said. */
final class SendFailures {
    private static final int SENT_MAX = 4096;
    /** After so long without another failure they are over. */
    private static final long QUIET_NANOS = 10_000_000_000L;

    private final NodeHistory node;
    private final Telling telling;
    /** The adverts that may still fail, by the index of the effect. */
    private final Map<Long, InstanceName> sent = new LinkedHashMap<>();

    private final Map<InstanceName, Failing> present = new HashMap<>();
    private final Map<InstanceName, RecentFacts<Failing>> all = new HashMap<>();

    private record Failing(int errno, String detail, Episode episode) implements Fact {
        @Override
        public Moment from() {
            return episode.from();
        }

        @Override
        public Moment to() {
            return episode.to();
        }
    }

    SendFailures(NodeHistory node, Telling telling) {
        this.node = node;
        this.telling = telling;
    }

    void onTurn(Turn turn) {
        if (!present.isEmpty()) {
            endQuiet(turn.recorded().at());
        }
        if (turn.recorded().event() instanceof EffectFailed failed) {
            var instance = sent.get(failed.effect());
            if (instance != null) {
                onFailed(instance, failed, turn);
            }
        }
        for (int i = 0; i < turn.effects().size(); i++) {
            if (turn.effects().get(i) instanceof SendAdvert advert) {
                sent.put(turn.effectIndex(i), advert.instance());
            }
        }
        while (sent.size() > SENT_MAX) {
            sent.remove(sent.keySet().iterator().next());
        }
    }

    private void onFailed(InstanceName instance, EffectFailed failed, Turn turn) {
        var before = present.get(instance);
        if (before != null && before.errno() == failed.errno()) {
            before.episode().again(turn.recorded());
            return;
        }
        if (before != null) {
            tell(instance, before);
        }
        var failing = new Failing(failed.errno(), failed.detail(), new Episode(turn.recorded()));
        present.put(instance, failing);
        all.computeIfAbsent(instance, _ -> new RecentFacts<>()).add(failing);
    }

    private void endQuiet(Moment now) {
        for (Iterator<Map.Entry<InstanceName, Failing>> i = present.entrySet().iterator(); i.hasNext(); ) {
            var each = i.next();
            if (each.getValue().episode().quiet(now, QUIET_NANOS)) {
                tell(each.getKey(), each.getValue());
                i.remove();
            }
        }
    }

    private void tell(InstanceName instance, Failing failing) {
        var episode = failing.episode();
        telling.tell(
                instance,
                episode,
                List.of(
                        instance + " could not send its adverts " + episode.span(node) + ": "
                                + Errno.print(failing.errno()) + ", " + times(episode) + "; the last time: "
                                + failing.detail(),
                        "  so: who heard nothing of this node then was not deaf; backups take over beside it"));
    }

    /** What failed in a span of time, in words; null when nothing did. */
    @Nullable String within(InstanceName instance, Moment from, Moment to) {
        var known = all.get(instance);
        var failed = known == null ? List.<Failing>of() : known.within(from.plus(-1), to);
        return failed.isEmpty()
                ? null
                : "this node could not send: " + failed.stream().map(this::text).collect(Collectors.joining("; "));
    }

    private String text(Failing failing) {
        var first = failing.episode().first();
        return Errno.print(failing.errno()) + ", " + times(failing.episode()) + " since "
                + node.clock().time(first.wall()) + " (" + node.cite(first.index()) + ")";
    }

    private static String times(Episode episode) {
        return episode.count() == 1 ? "once" : episode.count() + " times";
    }

    void end() {
        present.forEach(this::tell);
        present.clear();
    }
}
