package io.keepsake.history.state;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;
import io.keepsake.history.fold.FoldStep;
import io.keepsake.history.fold.JournalFold;
import io.keepsake.history.fold.Point.AtIndex;
import io.keepsake.history.show.Clock;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a value came from: the turn that made it what it is, what that turn rests on, back to a packet, the run of a script
 * or a line of the configuration.
 */
public final class Origin {
    private static final Pattern REFERENCE = Pattern.compile("#(\\d{1,18})");
    private static final int DEPTH_MAX = 4;

    private record Change(long run, Turn turn, @Nullable String before) {}

    private final JournalReader reader;
    private final String node;
    private final String row;
    private final Clock clock;
    private final List<String> lines = new ArrayList<>();
    private final Set<Long> told = new LinkedHashSet<>();
    private final Map<String, String> scripts = new LinkedHashMap<>();
    private @Nullable ConfigAccepted config;
    private String configCite = "";
    /** Where the fold that found nothing began; 0 where that was the beginning of a run. */
    private long began;

    private Origin(JournalReader reader, String node, String row, Clock clock) {
        this.reader = reader;
        this.node = node;
        this.row = row;
        this.clock = clock;
    }

    /**
     * Where the value of a row came from, in lines; what a line rests on is indented below it.
     *
     * @param row one of {@link StateRows}
     * @param known what was known at the moment; its state is not null
     */
    public static List<String> of(JournalReader reader, String node, String row, Known known, Clock clock)
            throws JournalFailure {
        var origin = new Origin(reader, node, row, clock);
        origin.tell(known);
        return origin.lines;
    }

    private void tell(Known known) throws JournalFailure {
        var state = Objects.requireNonNull(known.state());
        var last = Objects.requireNonNull(known.last()).recorded();
        var until = new AtIndex(known.run(), last.index());
        var value = StateRows.of(state, last.at()).get(row);
        var change = change(until);
        if (change == null) {
            lines.add(row + " is " + value
                    + (began == 0
                            ? " since run " + known.run() + " began"
                            : " since " + node + ":" + known.run() + "#" + began
                                    + " at least, where the record begins: collect the journal before it"));
        } else {
            lines.add(row + " is " + value + " since "
                    + clock.dated(change.turn().recorded().wall())
                    + (change.before() == null ? "" : "; it was " + change.before()));
            turn(change.run(), change.turn(), 1);
        }
        follow(until);
        settings(state);
    }

    /** The last turn that changed the value; goes back checkpoint by checkpoint. */
    private @Nullable Change change(AtIndex until) throws JournalFailure {
        var to = until;
        while (true) {
            to.seekState(reader);
            var fold = new JournalFold(reader);
            Change found = null;
            long first = 0;
            for (var step = fold.next(); step != null; step = fold.next()) {
                if (!(step instanceof FoldStep.Folded folded)) {
                    continue;
                }
                if (to.isBefore(folded.run(), folded.turn())) {
                    break;
                }
                if (folded.run() != to.run()) {
                    continue;
                }
                if (first == 0) {
                    first = folded.turn().recorded().index();
                }
                var before = value(folded.before());
                if (folded.before() != null && !Objects.equals(before, value(fold.state()))) {
                    found = new Change(folded.run(), folded.turn(), before);
                }
            }
            if (found != null || first <= 1) {
                began = 0;
                return found;
            }
            to = new AtIndex(to.run(), first - 1);
            if (began == first) {
                return null;
            }
            began = first;
        }
    }

    private @Nullable String value(@Nullable NodeState state) {
        return state == null ? null : StateRows.of(state, new Moment(0)).get(row);
    }

    private String cite(long run, long index) {
        return node + ":" + run + "#" + index;
    }

    private void turn(long run, Turn turn, int depth) throws JournalFailure {
        var event = turn.recorded().event();
        if (!told.add(turn.recorded().index())) {
            return;
        }
        var indent = "  ".repeat(depth);
        lines.add(indent + clock.dated(turn.recorded().wall()) + " "
                + cite(run, turn.recorded().index()) + " " + text(event));
        var references = new LinkedHashSet<Long>();
        for (int i = 0; i < turn.decisions().size(); i++) {
            var decision = EventText.print(turn.decisions().get(i));
            lines.add(indent + "  decided " + cite(run, turn.decisionIndex(i)) + " " + decision);
            REFERENCE.matcher(decision).results().forEach(r -> references.add(Long.parseLong(r.group(1))));
        }
        if (event instanceof OutcomeEvent) {
            REFERENCE
                    .matcher(EventText.print(event))
                    .results()
                    .forEach(r -> references.add(Long.parseLong(r.group(1))));
        }
        if (depth < DEPTH_MAX) {
            for (long reference : references) {
                var rests = read(run, reference);
                if (rests != null) {
                    turn(run, rests, depth + 1);
                }
            }
        }
    }

    private static String text(Event event) {
        return event instanceof ConfigAccepted ? "ConfigAccepted" : EventText.print(event);
    }

    private @Nullable Turn read(long run, long index) throws JournalFailure {
        reader.seek(run, index);
        for (var item = reader.next(); item != null; item = reader.next()) {
            if (item instanceof TurnRead read) {
                boolean holds = read.run() == run
                        && read.turn().recorded().index() <= index
                        && index < read.turn().nextIndex();
                return holds ? read.turn() : null;
            }
        }
        return null;
    }

    /** The configuration and the runs of scripts that were the last before a moment. */
    private void follow(AtIndex until) throws JournalFailure {
        reader.seek(until.run(), 1);
        for (var item = reader.next(); item != null; item = reader.next()) {
            if (item instanceof TurnRead read) {
                if (until.isBefore(read.run(), read.turn())) {
                    return;
                }
                long index = read.turn().recorded().index();
                switch (read.turn().recorded().event()) {
                    case ConfigAccepted accepted -> {
                        config = accepted;
                        configCite = cite(until.run(), index);
                    }
                    case ScriptEnded ended ->
                        scripts.put(ended.subject(), cite(until.run(), index) + " " + EventText.print(ended));
                    default -> {}
                }
            }
        }
    }

    /** What the configuration says of the value, and each weight that counts in it. */
    private void settings(NodeState state) {
        var configured = state.configured();
        if (configured == null) {
            return;
        }
        for (var instance : configured.config().instances()) {
            var name = instance.name().value();
            if (row.startsWith(name + " ")) {
                var block = List.of("vrrp_instance", name);
                setting(
                        "configured",
                        block,
                        row.substring(name.length() + 1).equals("priority") ? "priority" : "state");
                if (row.equals(name + " priority") || row.equals(name + " weights")) {
                    weights(configured, instance.name());
                }
            }
        }
        for (var server : configured.config().virtualServers()) {
            var name = server.name().value();
            if (row.startsWith(name + " ") && row.endsWith(" weight")) {
                var real = row.substring(name.length() + 1, row.length() - " weight".length());
                setting(
                        "configured",
                        List.of("real_server", real.substring(0, Math.max(0, real.lastIndexOf(':')))),
                        "weight");
            }
        }
    }

    private void weights(NodeState.Configured configured, InstanceName instance) {
        for (var weight :
                configured.track().at(configured.track().place(instance)).weights()) {
            lines.add("  counts " + weight);
            scripts.forEach((subject, run) -> {
                if (weight.subject().endsWith(lastWord(subject))) {
                    lines.add("    " + run);
                    setting("  configured", List.of("vrrp_script", lastWord(subject)), "script");
                    setting("  configured", List.of("vrrp_script", lastWord(subject)), "weight");
                }
            });
        }
    }

    private static String lastWord(String subject) {
        return subject.substring(subject.lastIndexOf(' ') + 1);
    }

    private void setting(String what, List<String> block, String keyword) {
        var accepted = config;
        if (accepted == null) {
            lines.add("  the configuration's text is not in the journal any more");
            return;
        }
        var place = ConfigLines.find(accepted.text(), block, keyword);
        if (place != null) {
            lines.add("  " + what + " in line " + place.line() + ": " + place.text() + " [" + String.join(" ", block)
                    + ", accepted at " + configCite + "]");
        } else {
            lines.add("  " + what + " by default: " + String.join(" ", block) + " says no " + keyword);
        }
    }
}
