package io.keepsake.web.index;

import io.keepsake.core.event.Decision;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.VirtualServerName;

/** The lanes of instances and of servers, at one moment. */
final class DecisionLanes {
    private final RunIndex run;
    private final long micros;

    DecisionLanes(RunIndex run, long micros) {
        this.run = run;
        this.micros = micros;
    }

    void on(Decision decision, long index) {
        switch (decision) {
            case Decision.OfInstance d -> onInstance(d, index);
            case Decision.OfServer d -> onServer(d, index);
            case Decision.OfGroup _, Decision.OfLink _, Decision.OfProcess _, Decision.OfScript _ ->
                run.add(Lane.process(), micros, index, Kinds.of(decision));
        }
    }

    private void onInstance(Decision.OfInstance decision, long index) {
        switch (decision) {
            case Decision.BecameBackup d -> role(d, Role.BACKUP, index);
            case Decision.BecameMaster d -> role(d, Role.MASTER, index);
            case Decision.BecameFault d -> role(d, Role.FAULT, index);
            case Decision.BecameStopped d -> role(d, Role.INIT, index);
            case Decision.FaultReasonsHeld _,
                    Decision.MasterFollowed _,
                    Decision.GoodbyeHeard _,
                    Decision.AdvertDiscarded _,
                    Decision.LowerMasterHeard _,
                    Decision.AddressListDiffers _,
                    Decision.AddressTaken _,
                    Decision.RoutingTaken _,
                    Decision.AddressesStand _,
                    Decision.PriorityChanged _,
                    Decision.PreemptDelayed _,
                    Decision.RivalOwnerHeard _,
                    Decision.OwnerPriorityHeld _,
                    Decision.MasterHeld _,
                    Decision.HandedOver _,
                    Decision.HeldBack _,
                    Decision.HoldEnded _ ->
                run.add(Lane.of(Lane.Kind.NOTE, decision.instance().value()), micros, index, Kinds.of(decision));
        }
    }

    private void role(Decision.OfInstance decision, Role role, long index) {
        run.add(Lane.of(Lane.Kind.ROLE, decision.instance().value()), micros, index, Roles.code(role));
    }

    private void onServer(Decision.OfServer decision, long index) {
        switch (decision) {
            case Decision.RealServerUp d -> real(d.server(), d.real(), Lane.YES, index);
            case Decision.RealServerDown d -> real(d.server(), d.real(), Lane.NO, index);
            case Decision.RealServerAdded d -> real(d.server(), d.real(), d.alive() ? Lane.YES : Lane.NO, index);
            case Decision.RealServerRemoved d -> real(d.server(), d.real(), Lane.UNKNOWN, index);
            case Decision.QuorumGained d -> quorum(d.server(), Lane.YES, index);
            case Decision.QuorumLost d -> quorum(d.server(), Lane.NO, index);
            case Decision.VirtualServerRemoved d -> quorum(d.server(), Lane.UNKNOWN, index);
            case Decision.CheckerFailed _,
                    Decision.CheckerRecovered _,
                    Decision.WeightChanged _,
                    Decision.ChecksSuspended _,
                    Decision.ChecksResumed _,
                    Decision.VirtualServerAdded _,
                    Decision.DrainEnded _ ->
                run.add(Lane.of(Lane.Kind.NOTE, decision.server().value()), micros, index, Kinds.of(decision));
        }
    }

    private void real(VirtualServerName server, Endpoint real, int state, long index) {
        run.enter(new Lane(Lane.Kind.SERVER, real.toString(), server.value()), micros, index, state);
    }

    private void quorum(VirtualServerName server, int state, long index) {
        run.enter(Lane.of(Lane.Kind.QUORUM, server.value()), micros, index, state);
    }
}
