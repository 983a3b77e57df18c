package io.keepsake.adapter.netlink;

import io.keepsake.adapter.netlink.RouteNetlink.Requested;
import io.keepsake.adapter.netlink.socket.Errno;
import io.keepsake.adapter.netlink.wire.Acknowledgement;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;

/** A change that rtnetlink makes, with the index of the effect that asks for it. */
sealed interface KernelChange permits AddressChange, RoutingChange, PromotionChange {
    long effect();

    /** The request and what it is about. */
    String request();

    /** The change that is requested; one that another adapter makes is a mistake of the caller. */
    static KernelChange of(Requested requested) {
        long effect = requested.effect();
        return switch (requested.change()) {
            case Effect.AddAddress add -> new AddressChange.Add(effect, add.address());
            case Effect.RemoveAddress remove -> new AddressChange.Remove(effect, remove.address(), remove.peer());
            case Effect.AddRouting add -> new RoutingChange(effect, add.what(), true);
            case Effect.RemoveRouting remove -> new RoutingChange(effect, remove.what(), false);
            case Effect.SetPromotion set -> new PromotionChange(effect, set.link(), set.on());
            case Effect.JoinGroup _, Effect.AddBlock _, Effect.RemoveBlock _, Effect.ProgramIpvs _ ->
                throw new IllegalArgumentException(
                        "netlink: expected a change of addresses, routes or rules, was " + requested.change());
        };
    }

    /** The answer to a change that was not made. */
    default EffectFailed failed(Acknowledgement why) {
        var reason = why.reason().isEmpty() ? "" : ": " + why.reason();
        var detail = request() + ": " + Errno.text(why.errno()) + reason + Errno.advice(why.errno());
        return new EffectFailed(effect(), why.errno(), detail);
    }
}
