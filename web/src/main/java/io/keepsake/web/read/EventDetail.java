package io.keepsake.web.read;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.event.Why;
import io.keepsake.core.text.EventText;
import io.keepsake.history.fold.FoldStep;
import io.keepsake.history.fold.JournalFold;
import io.keepsake.history.json.Json;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.web.budget.Budget;
import io.keepsake.web.index.NodeIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One turn with all that is known around it: what it goes back to, what became of it, and what it changed. */
public final class EventDetail {
    private static final long ANSWER_NANOS = 10_000_000_000L;
    private static final int LOOK_MAX = 20_000;

    /** A line that cites a place. */
    private record Cited(long index, String text) {}

    private EventDetail() {}

    /** The turn that {@code place} is in, as JSON; null when there is none. */
    public static @Nullable String json(Library library, NodeIndex node, Place place, Budget budget)
            throws JournalFailure {
        try (var reader = library.reader(node, budget)) {
            reader.seek(place);
            while (reader.advance()) {
                if (reader.item() instanceof TurnRead(long run, var turn)) {
                    boolean there = run == place.run()
                            && turn.recorded().index() <= place.index()
                            && place.index() < turn.nextIndex();
                    return there ? json(reader, library, node, run, turn, budget) : null;
                }
            }
            return null;
        }
    }

    private static String json(NodeReader reader, Library library, NodeIndex node, long run, Turn turn, Budget budget)
            throws JournalFailure {
        var json = budget.json();
        json.open().name("turn");
        TurnJson.write(json, node.name(), run, turn, reader.time(), true);
        var answers = answers(reader, turn);
        cited(json, "causes", causes(library, node, run, turn, budget));
        cited(json, "outcomes", answers);
        if (turn.recorded().event() instanceof VrrpEvent.AdvertReceived heard) {
            json.name("packet").raw(Packet.json(heard.source(), heard.advert()));
        } else {
            for (var effect : turn.effects()) {
                if (effect instanceof io.keepsake.core.effect.Effect.SendAdvert sent) {
                    json.name("packet").raw(Packet.json(sent.source(), sent.advert()));
                    break;
                }
            }
        }
        return json.close().toString();
    }

    private static void cited(Json json, String name, List<Cited> lines) {
        json.objects(
                name, lines, (out, line) -> out.member("index", line.index()).member("text", line.text()));
    }

    /** What became of its effects, as far as it was said soon. */
    private static List<Cited> answers(NodeReader reader, Turn turn) throws JournalFailure {
        var effects = LongStream.range(0, turn.effects().size())
                .map(i -> turn.effectIndex((int) i))
                .boxed()
                .toList();
        var answers = new ArrayList<Cited>();
        long until = turn.recorded().at().nanos() + ANSWER_NANOS;
        for (int i = 0;
                i < LOOK_MAX && !effects.isEmpty() && answers.size() < effects.size() && reader.advance();
                i++) {
            if (!(reader.item() instanceof TurnRead(long _, var later))
                    || later.recorded().at().nanos() > until) {
                break;
            }
            var event = later.recorded().event();
            if (effects.contains(answered(event))) {
                answers.add(new Cited(later.recorded().index(), EventText.print(event)));
            }
        }
        return answers;
    }

    /** The effect that an event is the answer to; -1 for none. */
    private static long answered(Event event) {
        if (event instanceof OutcomeEvent outcome) {
            return switch (outcome) {
                case OutcomeEvent.EffectApplied e -> e.effect();
                case OutcomeEvent.EffectFailed e -> e.effect();
                case OutcomeEvent.ProgramRefused e -> e.effect();
                case OutcomeEvent.EventsDropped _, OutcomeEvent.PartFailed _ -> -1;
            };
        }
        return event instanceof ScriptEvent.ScriptEnded ended ? ended.effect() : -1;
    }

    /** The events that it names as its origin, nearest first. */
    private static List<Cited> causes(Library library, NodeIndex node, long run, Turn turn, Budget budget)
            throws JournalFailure {
        Set<Long> indexes = new LinkedHashSet<>();
        long effect = answered(turn.recorded().event());
        if (effect > 0) {
            indexes.add(effect);
        }
        for (var decision : turn.decisions()) {
            origin(decision, indexes);
        }
        var causes = new ArrayList<Cited>();
        for (long index : indexes) {
            try (var reader = library.reader(node, budget)) {
                reader.seek(new Place(run, index));
                while (reader.advance()) {
                    if (reader.item() instanceof TurnRead(long _, var cause)) {
                        causes.add(new Cited(index, line(cause, index)));
                        break;
                    }
                }
            }
        }
        return causes;
    }

    private static void origin(Decision decision, Set<Long> indexes) {
        if (decision instanceof Decision.BecameMaster(var _, var _, Why.MasterDownExpired(var timer))) {
            indexes.add(timer.armedBy());
        } else if (decision instanceof Decision.CheckerFailed failed) {
            indexes.add(failed.firstFailure());
        }
    }

    private static String line(Turn turn, long index) {
        for (int i = 0; i < turn.decisions().size(); i++) {
            if (turn.decisionIndex(i) == index) {
                return EventText.print(turn.decisions().get(i));
            }
        }
        for (int i = 0; i < turn.effects().size(); i++) {
            if (turn.effectIndex(i) == index) {
                return EventText.print(turn.effects().get(i));
            }
        }
        return EventText.print(turn.recorded().event());
    }

    /** The lines of the state that a turn took away and added; empty when the state is not known there. */
    public static String change(Library library, NodeIndex node, Place place, Budget budget) throws JournalFailure {
        var json = budget.json();
        json.open();
        try (var reader = library.reader(node, budget)) {
            var fold = new JournalFold(reader.seekState(place));
            for (var step = fold.next(); step != null; step = fold.next()) {
                if (step instanceof FoldStep.Folded folded
                        && folded.run() == place.run()
                        && folded.turn().nextIndex() > place.index()) {
                    var before = folded.before();
                    var after = folded.reduced();
                    boolean known = before != null && after != null;
                    json.member("known", known);
                    if (before != null && after != null) {
                        var old = before.checkpoint().state();
                        var young = after.next().checkpoint().state();
                        json.strings("removed", missing(old, young));
                        json.strings("added", missing(young, old));
                    }
                    return json.close().toString();
                }
            }
        }
        return json.member("known", false).close().toString();
    }

    private static List<String> missing(List<String> lines, List<String> from) {
        var there = new HashSet<>(from);
        return lines.stream().filter(line -> !there.contains(line)).toList();
    }
}
