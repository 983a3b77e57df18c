package io.keepsake.core;

import io.keepsake.core.NodeState.Configured;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.vrrp.Facts;

/** What follows from what the journal says of earlier runs. */
final class RecallRules {
    private RecallRules() {}

    /** An address that is not there any more is nobody's: it may come back as somebody else's. */
    static Step<NodeState> onRecalled(NodeState state, Recorded recorded, Leftovers leftovers) {
        var there = leftovers.ours().stream()
                .filter(a -> !state.links().read() || state.links().holds(a))
                .toList();
        var configured = state.configured();
        var theirs = leftovers.hosts().stream()
                .filter(a -> !state.links().owns(a) || OwnAddresses.isOwners(configured, a))
                .toList();
        var links = state.links().recalling(there, theirs);
        // The adapter told those of them that stand before this came: the others are gone.
        var known = state.journalHeard()
                .with(links)
                .with(state.ipvs().recalled(leftovers.services(), leftovers.daemons()))
                .with(state.kernel().recalling(leftovers.blocks()));
        if (configured == null) {
            return Step.to(known.recalling(leftovers));
        }
        // What was taken for the host's own address is a director's: adverts come from elsewhere now, or from nowhere.
        var track = configured.track().lookedAt(links);
        var facts = new Facts(state.links(), links, configured.track(), track, recorded.at(), recorded.index());
        var conditions = configured.vrrp().onConditions(track.everywhere(), facts);
        var held = conditions
                .next()
                .onRecalled(Facts.still(links, track, recorded.at(), recorded.index()), leftovers.holds());
        var vrrp = Step.joined(conditions, held);
        var step = Step.joined(vrrp, servers(known, configured.with(track).with(vrrp.next()), leftovers));
        var ipvs = step.next().ipvs();
        return ipvs.owns() ? step.toward(step.next().with(ipvs.watched(recorded.at()))) : step;
    }

    /** What the last run knew of servers counts until this run has checked them itself; then they are looked after. */
    static Step<NodeState> servers(NodeState state, Configured configured, Leftovers leftovers) {
        var health = configured.health().recalled(leftovers);
        var director = configured.director().recalled(leftovers, configured.health(), health.next());
        var next = configured.with(health.next()).with(director.next());
        return Step.joined(health, director)
                .toward(state.with(next).with(state.ipvs().withAllDirty()));
    }
}
