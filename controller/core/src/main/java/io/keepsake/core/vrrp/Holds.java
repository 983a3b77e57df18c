package io.keepsake.core.vrrp;

import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Hold;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which instances are kept from being master by someone's wish. Immutable. */
public record Holds(Map<InstanceName, Hold> byInstance) {
    static final Holds NONE = new Holds(Map.of());

    public Holds {
        byInstance = Collections.unmodifiableMap(new TreeMap<>(byInstance));
    }

    /** Null when nobody holds it. */
    @Nullable Hold of(InstanceName instance) {
        return byInstance.get(instance);
    }

    /** Whether it is not to be master, also when nobody else is. */
    boolean holdsBack(InstanceName instance) {
        var hold = byInstance.get(instance);
        return hold != null && hold.kind() == Hold.Kind.HOLD;
    }

    /** Each wish once, as it was asked for. */
    public List<Hold> all() {
        return byInstance.values().stream().distinct().toList();
    }

    Holds with(Collection<InstanceName> instances, Hold hold) {
        var next = new TreeMap<>(byInstance);
        instances.forEach(instance -> next.put(instance, hold));
        return new Holds(next);
    }

    Holds without(Collection<InstanceName> instances) {
        var next = new TreeMap<>(byInstance);
        instances.forEach(next::remove);
        return next.size() == byInstance.size() ? this : new Holds(next);
    }

    /** When the first of them ends by itself. */
    Moment deadline() {
        var earliest = Moment.NEVER;
        for (var hold : byInstance.values()) {
            earliest = earliest.earlierOf(hold.until());
        }
        return earliest;
    }

    /** Those whose end has come are over. */
    Step<Holds> at(Moment now) {
        if (!now.reaches(deadline())) {
            return Step.to(this);
        }
        Step<Holds> step = Step.to(this);
        for (var held : byInstance.entrySet()) {
            if (now.reaches(held.getValue().until())) {
                var rest = step.next().without(List.of(held.getKey()));
                step = step.decided(new Decision.HoldEnded(held.getKey(), held.getValue()))
                        .toward(rest);
            }
        }
        return step;
    }
}
