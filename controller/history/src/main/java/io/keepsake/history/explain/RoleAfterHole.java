package io.keepsake.history.explain;

import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes of role in a part of the journal that is missing: seen by what an instance does after it. */
final class RoleAfterHole {
    private final NodeHistory node;
    private final Telling telling;
    private final Function<InstanceName, InstanceHistory> histories;

    RoleAfterHole(NodeHistory node, Telling telling, Function<InstanceName, InstanceHistory> histories) {
        this.node = node;
        this.telling = telling;
        this.histories = histories;
    }

    /** Learns from a decision what the role was when it was taken; comes before the decision counts. */
    void onDecision(Decision decision, Turn turn, long index) {
        if (decision instanceof Decision.OfInstance d
                && histories.apply(d.instance()).role() == null) {
            var role = roleOf(d);
            if (role != null) {
                seen(d.instance(), role, turn, index, "what it decided in " + node.cite(index));
            }
        }
    }

    /** The role in which an instance decides this; null when it does in several. */
    private static @Nullable Role roleOf(Decision.OfInstance decision) {
        if (decision instanceof Decision.BecameBackup d) {
            return d.from();
        }
        if (decision instanceof Decision.BecameMaster d) {
            return d.from();
        }
        if (decision instanceof Decision.BecameFault d) {
            return d.from();
        }
        if (decision instanceof Decision.BecameStopped d) {
            return d.from();
        }
        if (decision instanceof Decision.LowerMasterHeard
                || decision instanceof Decision.AddressTaken
                || decision instanceof Decision.RoutingTaken) {
            return Role.MASTER;
        }
        if (decision instanceof Decision.GoodbyeHeard || decision instanceof Decision.PreemptDelayed) {
            return Role.BACKUP;
        }
        return decision instanceof Decision.FaultReasonsHeld ? Role.FAULT : null;
    }

    /** Only a master sends adverts; the last one of a master that leaves is in the turn of that decision. */
    void onEffects(Turn turn) {
        for (int i = 0; i < turn.effects().size(); i++) {
            if (turn.effects().get(i) instanceof SendAdvert sent
                    && !sent.advert().priority().equals(Priority.STOP)
                    && histories.apply(sent.instance()).role() == null) {
                seen(
                        sent.instance(),
                        Role.MASTER,
                        turn,
                        turn.effectIndex(i),
                        "its advert " + node.cite(turn.effectIndex(i)));
            }
        }
    }

    /** It has this role now. */
    void seen(InstanceName instance, Role role, Turn turn, long index, String by) {
        var history = histories.apply(instance);
        var before = history.lostRole();
        history.onRoleSeen(turn, index, role);
        if (before != null && before != role) {
            telling.tell(
                    instance,
                    turn,
                    List.of(
                            instance + " became " + word(role) + " in the part that is missing, before "
                                    + node.clock().dated(turn.recorded().wall()) + " (" + node.cite(index)
                                    + "): it was "
                                    + before + " before",
                            "  told by " + by + "; when, how often and why it changed is lost with that part"));
        }
    }

    static String word(Role role) {
        return role == Role.INIT ? "STOPPED" : role.name();
    }
}
