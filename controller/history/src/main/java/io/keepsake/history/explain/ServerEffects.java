package io.keepsake.history.explain;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.ServiceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The effects that belong to one virtual server, or to one of its real servers.
 *
 * @param subject what the subjects of its scripts begin with
 * @param keys its services
 * @param only the real server it is about; null for all
 */
record ServerEffects(
        String subject, Set<ServiceKey> keys, @Nullable Endpoint only) {

    List<TracedEffect> trace(Turn turn) {
        var traced = new ArrayList<TracedEffect>();
        for (int i = 0; i < turn.effects().size(); i++) {
            trace(turn.effects().get(i), turn.effectIndex(i), turn.recorded().at(), traced);
        }
        return traced;
    }

    private void trace(Effect effect, long index, Moment at, List<TracedEffect> traced) {
        if (effect instanceof Effect.ProgramIpvs program) {
            for (int i = 0; i < program.changes().size(); i++) {
                var text = text(program.changes().get(i));
                if (text != null) {
                    traced.add(new TracedEffect(index, i, at, text, true));
                }
            }
        } else if (effect instanceof Effect.RunScript run && run.subject().startsWith(subject + " ")) {
            var text = "ran " + run.script() + " (" + run.subject().substring(subject.length() + 1) + ")";
            traced.add(new TracedEffect(index, 0, at, text, true));
        } else if (effect instanceof Effect.SendMail mail
                && (only == null || mail.subject().contains(only.ip().toString()))) {
            traced.add(new TracedEffect(index, 0, at, "mailed \"" + mail.subject() + "\"", false));
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
}
