package io.keepsake.simulator.invariant;

import io.keepsake.core.director.DirectorTable;
import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.kernel.SeenService;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.ServiceKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A program changes only what differs from what is wanted, so that connections of everything else live on: it adds what
 * is not there, edits what is otherwise, removes what is not wanted, each to what is wanted; new destinations come before
 * old ones go; a service is removed only when it is its own and not configured, or at the end.
 */
final class TouchesOnlyWhatDiffers implements OfDirector {
    private static final String NAME = "TouchesOnlyWhatDiffers";

    @Override
    public void after(DirectorTurn turn) {
        var director = turn.after().director();
        for (var effect : turn.turn().effects()) {
            if (effect instanceof ProgramIpvs program && director != null) {
                var check = new ProgramCheck(turn, director);
                program.changes().forEach(check::change);
            }
        }
    }

    private static final class ProgramCheck {
        private final DirectorTurn turn;
        private final Map<ServiceKey, SeenService> seen;
        private final Map<ServiceKey, Map<Endpoint, Destination>> wanted = new HashMap<>();
        private final Set<ServiceKey> added = new HashSet<>();
        private final Set<ServiceKey> removing = new HashSet<>();

        ProgramCheck(DirectorTurn turn, DirectorTable director) {
            this.turn = turn;
            seen = turn.after().ipvs().seen().table().services();
            for (int i = 0; i < director.states().size(); i++) {
                var table = WantedTable.of(turn.after(), director, i);
                table.server().keys().forEach(key -> wanted.put(key, table.destinations()));
            }
        }

        void change(IpvsChange change) {
            switch (change) {
                case IpvsChange.AddService c -> {
                    added.add(c.service().key());
                    require(change, !seen.containsKey(c.service().key()));
                }
                case IpvsChange.EditService c -> {
                    var there = seen.get(c.service().key());
                    require(change, there != null && !there.service().equals(c.service()));
                }
                case IpvsChange.RemoveService c ->
                    require(change, turn.after().stopping() || !wanted.containsKey(c.service()) && owned(c.service()));
                case IpvsChange.AddDestination c ->
                    require(
                            change,
                            isWanted(c.service(), c.destination()) && there(c.service(), c.destination()) == null);
                case IpvsChange.EditDestination c -> {
                    var there = there(c.service(), c.destination());
                    require(
                            change,
                            isWanted(c.service(), c.destination()) && there != null && !there.answers(c.destination()));
                }
                case IpvsChange.RemoveDestination c -> {
                    removing.add(c.service());
                    var want = wanted.get(c.service());
                    require(change, want != null && !want.containsKey(c.destination()));
                }
                case IpvsChange.StartSync _, IpvsChange.StopSync _, IpvsChange.SetTimeouts _ -> {}
            }
        }

        private boolean owned(ServiceKey key) {
            return turn.before().ipvs().ours().services().contains(key)
                    || turn.after().ipvs().ours().services().contains(key);
        }

        private boolean isWanted(ServiceKey key, Destination destination) {
            var want = wanted.get(key);
            return want != null && destination.equals(want.get(destination.endpoint())) && !removing.contains(key);
        }

        private @Nullable Destination there(ServiceKey key, Destination destination) {
            var there = added.contains(key) ? null : seen.get(key);
            return there == null ? null : there.destinations().get(destination.endpoint());
        }

        private void require(IpvsChange change, boolean holds) {
            if (!holds) {
                throw turn.violation(NAME, "asks for " + change + " and should not");
            }
        }
    }
}
