package io.keepsake.simulator.invariant;

import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.value.Ip;
import io.keepsake.core.vrrp.VrrpState.Backup;
import io.keepsake.core.vrrp.VrrpState.Master;
import java.util.HashSet;
import java.util.Set;

/**
 * An instance with a virtual address on another link ({@code dev}) takes no part while that link is gone, down or without
 * carrier: nobody would be served at the address. But for addresses with {@code no_track}. At once, by what the director
 * was told. Which have it is read from the text of the configuration; without a text nothing is claimed.
 */
final class FaultOnMissingAddressLink implements OfInstance {
    private final TrackedAddresses tracked = new TrackedAddresses();

    /** What may be said of the links of an instance's addresses. */
    enum Verdict {
        ALL_THERE,
        ONE_MISSING,
        /** One is, and nobody knows whether that counts. */
        UNKNOWN
    }

    /** The virtual addresses of a configuration that are not tracked. */
    static final class TrackedAddresses {
        private final Set<Ip> untracked = new HashSet<>();
        private boolean known;

        void hear(InstanceTurn turn) {
            if (turn.all().event() instanceof ConfigAccepted accepted) {
                known = !accepted.text().isEmpty();
                untracked.clear();
                accepted.text()
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.endsWith(" no_track"))
                        .forEach(line -> untracked.add(Ip.parse(line.split("[/ ]", 2)[0])));
            }
        }

        Verdict links(InstanceTurn turn) {
            boolean missing = false;
            for (var address : turn.self().addresses()) {
                boolean elsewhere = !address.link().equals(turn.self().link());
                boolean there = !elsewhere || turn.all().usable(address.link());
                missing |= !there && !untracked.contains(address.address().ip());
            }
            return !missing ? Verdict.ALL_THERE : known ? Verdict.ONE_MISSING : Verdict.UNKNOWN;
        }
    }

    @Override
    public void after(InstanceTurn turn) {
        tracked.hear(turn);
        if (turn.all().sameKernel() && turn.sameRole()
                || !turn.all().after().links().read()) {
            return;
        }
        boolean takesPart = turn.is() instanceof Master || turn.is() instanceof Backup;
        if (takesPart && tracked.links(turn) == Verdict.ONE_MISSING) {
            throw turn.violation(
                    "FaultOnMissingAddressLink",
                    "is " + turn.is().role() + ", and the link of one of its addresses cannot be used");
        }
    }
}
