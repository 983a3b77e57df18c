package io.keepsake.simulator.invariant;

import io.keepsake.core.effect.Effect.RunScript;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.Decision.AddressesStand;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.HandoverRequested;
import io.keepsake.core.value.Moment;
import io.keepsake.core.vrrp.VrrpState.Backup;
import io.keepsake.core.vrrp.VrrpState.Fault;
import io.keepsake.core.vrrp.VrrpState.Init;
import io.keepsake.core.vrrp.VrrpState.Master;
import io.keepsake.core.vrrp.VrrpState.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The script of {@code notify} is told each other state once and in order; that of a master when its addresses stand,
 * or a second later, or just before the next.
 */
final class TellsTransitions implements OfInstance {
    private static final Set<String> STATES = Set.of("MASTER", "BACKUP", "FAULT", "STOP");
    private static final long AT_LAST_NANOS = 1_000_000_000L;

    private boolean owed;
    private boolean unsure;
    private long since;

    @Override
    public void after(InstanceTurn turn) {
        if (turn.isFresh()) {
            // it may be one that had another name, and was told under that; an owner may be master at once
            owed = turn.is() instanceof Master master && !master.tellAt().equals(Moment.NEVER);
            since = turn.all().at();
            unsure = true;
            return;
        }
        if (turn.all().event() instanceof HandoverRequested asked
                && asked.instances().contains(turn.self().name())) {
            unsure = true; // whoever wants to know is told by the reload that takes it away
            if (!told(turn).isEmpty()) {
                throw turn.violation("TellsTransitions", "told " + told(turn) + ", and the reload is still to come");
            }
            return;
        }
        var expected = new ArrayList<String>();
        boolean other = !turn.was().getClass().equals(turn.is().getClass());
        if (owed && !turn.isMaster()) {
            expected.add("MASTER");
            owed = false;
        }
        if (other) {
            unsure = false;
            switch (turn.is()) {
                case Init _ -> {}
                case Backup _ -> expected.add("BACKUP");
                case Fault _ -> expected.add("FAULT");
                case Stopped _ -> expected.add("STOP");
                case Master _ -> {
                    owed = true;
                    since = turn.all().at();
                }
            }
        }
        var told = told(turn);
        if (owed && (stand(turn) || told.contains("MASTER") && mayBeTold(turn))) {
            expected.add("MASTER");
            owed = false;
        }
        boolean toldByNow = turn.all().at() - since >= AT_LAST_NANOS;
        if (owed && toldByNow && turn.self().notifications().any() == null) {
            owed = false; // there was nobody to tell, and a reload that names somebody is no reason to
        }
        boolean late = owed && turn.all().event() instanceof DeadlineReached && toldByNow;
        if (turn.self().notifications().any() != null && !unsure && (late || !told.equals(expected))) {
            throw turn.violation(
                    "TellsTransitions",
                    late ? "a master of a second ago was not told" : "told " + told + ", expected " + expected);
        }
    }

    private boolean mayBeTold(InstanceTurn turn) {
        return turn.all().at() - since >= AT_LAST_NANOS || turn.all().event() instanceof ConfigAccepted;
    }

    private static boolean stand(InstanceTurn turn) {
        return turn.all().turn().decisions().stream()
                .anyMatch(d -> d instanceof AddressesStand s
                        && s.instance().equals(turn.self().name()));
    }

    private static List<String> told(InstanceTurn turn) {
        List<String> told = List.of();
        for (var effect : turn.all().turn().effects()) {
            if (effect instanceof RunScript run
                    && run.subject().equals(turn.self().name() + " notify")
                    && STATES.contains(run.arguments().get(2))) {
                told = told.isEmpty() ? new ArrayList<>() : told;
                told.add(run.arguments().get(2));
            }
        }
        return told;
    }
}
