package io.keepsake.simulator.invariant;

import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.value.InterfaceName;
import java.util.HashMap;
import java.util.Map;

/**
 * With {@code garp_extra_if all} a master sends one packet after so many seconds on each link, other than its own, where
 * it has an address; without, a master that is at rest sends none there ({@link ReturnsToRest}).
 */
final class RefreshesOtherLinks implements OfInstance {
    private static final String NAME = "RefreshesOtherLinks";

    /** By link, from when on the time to the next packet counts. */
    private final Map<InterfaceName, Long> from = new HashMap<>();

    @Override
    public boolean looksAtPlainTurns() {
        return true;
    }

    @Override
    public void after(InstanceTurn turn) {
        long extra = turn.self().garp().extraSeconds() * 1_000_000_000L;
        if (extra == 0 || !turn.isMaster() || !turn.wasMaster() || turn.all().event() instanceof ConfigAccepted) {
            from.clear();
        }
        if (extra == 0 || !turn.isMaster()) {
            return;
        }
        var links = turn.all().after().links();
        for (var place : turn.places()) {
            var link = place.link();
            if (link.equals(turn.self().link())) {
                continue;
            }
            boolean stood = links.holds(place)
                    && turn.all().before().links().holds(place)
                    && links.link(link).isPresent();
            boolean sent = turn.all().announcements().stream()
                    .anyMatch(garp -> garp.link().equals(link));
            if (!stood || sent) {
                from.put(link, turn.all().at());
            }
            long since = from.computeIfAbsent(link, _ -> turn.all().at());
            if (turn.all().deadline() > since + extra) {
                throw turn.violation(
                        NAME, "sleeps past its packet on " + link + " at " + TextSink.seconds(since + extra));
            }
        }
    }
}
