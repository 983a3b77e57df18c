package io.keepsake.daemon.loop;

import io.keepsake.adapter.netlink.RouteNetlink;
import io.keepsake.adapter.netlink.RouteNetlink.Requested;
import io.keepsake.adapter.vrrp.Outcome;
import io.keepsake.adapter.vrrp.VrrpAdapter;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Carries out effects, in their order. Packets leave on the calling thread; addresses are handed to netlink's. */
public final class Hands {
    private final VrrpAdapter vrrp;
    private final RouteNetlink netlink;

    public Hands(VrrpAdapter vrrp, RouteNetlink netlink) {
        this.vrrp = vrrp;
        this.netlink = netlink;
    }

    /** Does what the turn wishes; what is known at once is told to {@code answers}. Never blocks. */
    void carryOut(Turn turn, Consumer<Event> answers) {
        List<Requested> changes = new ArrayList<>();
        for (int i = 0; i < turn.effects().size(); i++) {
            long index = turn.effectIndex(i);
            switch (turn.effects().get(i)) {
                case SendAdvert e -> tellFailure(index, vrrp.handle(e), answers);
                case SendGratuitousArp e -> tellFailure(index, vrrp.handle(e), answers);
                case JoinGroup e -> tell(index, vrrp.handle(e), answers);
                case AddAddress e -> changes.add(new Requested(index, e));
                case RemoveAddress e -> changes.add(new Requested(index, e));
                case Effect.ProgramIpvs _,
                        Effect.ReadIpvs _,
                        Effect.PaceCheck _,
                        Effect.SuspendChecks _,
                        Effect.ResumeChecks _,
                        Effect.RunScript _,
                        Effect.SendMail _,
                        Effect.WriteFifo _ -> throw new IllegalStateException("no hand for effect " + index);
            }
        }
        if (!changes.isEmpty()) {
            netlink.apply(changes);
        }
    }

    private static void tell(long effect, Outcome outcome, Consumer<Event> answers) {
        switch (outcome) {
            case Outcome.Done _ -> answers.accept(new EffectApplied(effect));
            case Outcome.Failed _ -> tellFailure(effect, outcome, answers);
        }
    }

    private static void tellFailure(long effect, Outcome outcome, Consumer<Event> answers) {
        if (outcome instanceof Outcome.Failed(int errno, String detail)) {
            answers.accept(new EffectFailed(effect, errno, detail));
        }
    }
}
