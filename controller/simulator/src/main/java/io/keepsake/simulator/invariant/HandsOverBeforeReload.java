package io.keepsake.simulator.invariant;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;
import io.keepsake.core.vrrp.VrrpState;
import io.keepsake.core.vrrp.VrrpState.Master;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A reload takes no master away that could have handed over: one of whose kind nothing is left, with addresses that nobody
 * here gets. That the reload comes in time is said by the world's director.
 */
final class HandsOverBeforeReload implements OfDirector {
    private static final String NAME = "HandsOverBeforeReload";

    /** One that became master while the reload was on its way could not be asked. */
    private static final long JUST_NOW_NANOS = 1_000_000_000L;

    /** Since when instances are master, with their addresses standing. */
    private final Map<InstanceName, Long> standing = new HashMap<>();

    @Override
    public void after(DirectorTurn turn) {
        if (turn.event() instanceof ConfigAccepted accepted) {
            taken(turn, accepted.config());
        }
        look(turn);
    }

    private void look(DirectorTurn turn) {
        var vrrp = turn.after().vrrp();
        if (vrrp == null || turn.plain()) {
            return;
        }
        for (var instance : turn.config().instances()) {
            if (vrrp.state(instance.name()) instanceof Master master
                    && master.tellAt().equals(Moment.NEVER)) {
                standing.putIfAbsent(instance.name(), turn.at());
            } else {
                standing.remove(instance.name());
            }
        }
    }

    private void taken(DirectorTurn turn, ControllerConfig next) {
        var vrrp = turn.before().vrrp();
        if (vrrp == null
                || turn.before().stopping()
                || turn.alone()
                || !turn.before().links().read()) {
            return;
        }
        var before = vrrp.config();
        for (var instance : before.instances()) {
            VrrpState state = vrrp.state(instance.name());
            long since = standing.getOrDefault(instance.name(), Long.MAX_VALUE);
            boolean could = state instanceof Master
                    && turn.at() - JUST_NOW_NANOS > since
                    && !before.noHandover()
                    && instance.virtual().findAny().isPresent()
                    && instance.virtual().noneMatch(a -> a.flags().detectsDuplicates())
                    && hasSource(turn, instance);
            if (could && next.instances().stream().noneMatch(i -> isLike(i, instance) || shares(i, instance))) {
                throw turn.violation(NAME, instance.name() + " is taken away, is master, and has not handed over");
            }
        }
    }

    private static boolean hasSource(DirectorTurn turn, InstanceConfig instance) {
        var track = turn.before().configured();
        return track != null
                && track.track().at(track.track().place(instance.name())).source() != null;
    }

    /** Of the same link, family and VRID it may be the same. */
    private static boolean isLike(InstanceConfig one, InstanceConfig other) {
        return one.link().equals(other.link())
                && one.family() == other.family()
                && one.vrid().equals(other.vrid());
    }

    private static boolean shares(InstanceConfig one, InstanceConfig other) {
        Set<Object> ips = new HashSet<>();
        one.virtual().forEach(a -> ips.add(a.address().ip()));
        return other.virtual().anyMatch(a -> ips.contains(a.address().ip()));
    }
}
