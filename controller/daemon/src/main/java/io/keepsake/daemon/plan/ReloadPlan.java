package io.keepsake.daemon.plan;

import io.keepsake.config.LoadedConfig;
import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.VrrpScript;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.HandoverRequested;
import io.keepsake.core.event.OperatorEvent.Stamp;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Script;
import io.keepsake.history.explain.ConfigDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a reload would come to: the fields that differ, what the core would decide and do at once, and what becomes of the
 * elections after it. The core itself says it; nothing is done.
 */
public final class ReloadPlan {
    private final LoadedConfig present;
    private final LoadedConfig next;
    private final NodeState state;
    private final Stamp now;
    private final List<String> lines = new ArrayList<>();

    private ReloadPlan(LoadedConfig present, LoadedConfig next, NodeState state, Stamp now) {
        this.present = present;
        this.next = next;
        this.state = state;
        this.now = now;
    }

    /**
     * The plan in lines, in the order in which things would happen.
     *
     * @param present what is in force
     * @param state of the running director, with all that is known of the links that {@code next} names
     */
    public static List<String> of(LoadedConfig present, LoadedConfig next, NodeState state, Stamp now) {
        var plan = new ReloadPlan(present, next, state, now);
        plan.tell();
        return plan.lines;
    }

    private void tell() {
        var fields = differences();
        lines.addAll(fields);
        var when = "at once";
        var from = state;
        long index = 1;
        var leaving = state.leaving(next.config());
        if (!leaving.isEmpty()) {
            var handover = reduce(from, index, new HandoverRequested(leaving, "reload"));
            lines.add(when + ":");
            tell(handover.turn());
            when = "when the successor of " + names(leaving) + " is heard, or none can come any more";
            from = handover.next();
            index = handover.turn().nextIndex();
        }
        var reduced = reduce(from, index, new ConfigAccepted(next.config(), ""));
        var turn = reduced.turn();
        if (fields.isEmpty() && turn.decisions().isEmpty() && turn.effects().isEmpty()) {
            lines.add("nothing changes");
            return;
        }
        lines.add(when + (turn.decisions().isEmpty() && turn.effects().isEmpty() ? ": nothing" : ":"));
        tell(turn);
        forecast(reduced.next(), turn);
    }

    private NodeReducer.Reduced reduce(NodeState from, long index, OperatorEvent event) {
        return NodeReducer.reduce(from, new Recorded(index, now.at(), now.wall(), event));
    }

    private static String names(List<InstanceName> instances) {
        return instances.stream().map(InstanceName::value).collect(Collectors.joining(", "));
    }

    private void tell(Turn turn) {
        turn.decisions().forEach(decision -> lines.add("  " + EventText.print(decision)));
        turn.effects().forEach(effect -> lines.add("  > " + EventText.print(effect)));
    }

    private List<String> differences() {
        var fields = new ArrayList<>(ConfigDifference.between(inForce(), next.config()));
        for (var instance : next.config().instances()) {
            var before = present.secrets().get(instance.name());
            var after = next.secrets().get(instance.name());
            if (before != null && after != null && !before.equals(after)) {
                fields.add(instance.name() + " auth_pass: another one");
            }
        }
        return fields;
    }

    private ControllerConfig inForce() {
        var configured = state.configured();
        return configured == null ? present.config() : configured.config();
    }

    private void forecast(NodeState after, Turn turn) {
        var changes = new ArrayList<InstanceChange>();
        var routers = new TreeMap<InstanceName, HeardRouter>();
        for (var is : next.config().instances()) {
            var change = InstanceChange.of(is, inForce(), state, !sameSecret(is.name()));
            changes.add(change);
            if (change.router() != null && change.hearsAsBefore()) {
                routers.put(is.name(), Objects.requireNonNull(change.router()));
            }
        }
        long nanos =
                changes.stream().mapToLong(InstanceChange::settlesNanos).max().orElse(0);
        var forecast = new Forecast(after, turn.recorded(), routers, newScripts());
        boolean whole = forecast.play(turn, nanos);
        var told = new ArrayList<String>();
        changes.forEach(change -> told.addAll(change.outlook(turn, forecast)));
        if (told.isEmpty()) {
            return;
        }
        lines.add(
                "then, if routers go on as they were heard, keep their settings, and the kernel does what it is asked:");
        forecast.assumed().forEach(script -> lines.add("  " + script + " is taken to succeed"));
        told.forEach(line -> lines.add("  " + line));
        if (!whole) {
            lines.add("  more happens in that time than is looked at; what comes later is not told");
        }
    }

    private boolean sameSecret(InstanceName instance) {
        return Objects.equals(present.secrets().get(instance), next.secrets().get(instance));
    }

    private Set<Script> newScripts() {
        Map<String, VrrpScript> known = inForce().vrrpScripts().stream()
                .collect(Collectors.toMap(VrrpScript::name, script -> script, (first, _) -> first));
        return next.config().vrrpScripts().stream()
                .filter(script -> {
                    var before = known.get(script.name());
                    return before == null || !script.same(before);
                })
                .map(VrrpScript::script)
                .collect(Collectors.toSet());
    }
}
