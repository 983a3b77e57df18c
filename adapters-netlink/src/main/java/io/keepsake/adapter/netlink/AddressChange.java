package io.keepsake.adapter.netlink;

import io.keepsake.adapter.netlink.RouteNetlink.Requested;
import io.keepsake.adapter.netlink.socket.Errno;
import io.keepsake.adapter.netlink.wire.Acknowledgement;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.value.LinkAddress;

/** A change that rtnetlink makes, with the index of the effect that asks for it. */
sealed interface AddressChange {
    long effect();

    LinkAddress place();

    record Add(long effect, VirtualAddress address) implements AddressChange {
        @Override
        public LinkAddress place() {
            return address.place();
        }
    }

    record Remove(long effect, LinkAddress place) implements AddressChange {}

    /** The change that is requested; one that another adapter makes is a mistake of the caller. */
    static AddressChange of(Requested requested) {
        return switch (requested.change()) {
            case Effect.AddAddress add -> new Add(requested.effect(), add.address());
            case Effect.RemoveAddress remove -> new Remove(requested.effect(), remove.address());
            case Effect.JoinGroup _, Effect.ProgramIpvs _ ->
                throw new IllegalArgumentException(
                        "netlink: expected a change of addresses, was " + requested.change());
        };
    }

    /** The answer to a change that was not made. */
    default EffectFailed failed(Acknowledgement why) {
        var call =
                switch (this) {
                    case Add _ -> "RTM_NEWADDR ";
                    case Remove _ -> "RTM_DELADDR ";
                };
        var reason = why.reason().isEmpty() ? "" : ": " + why.reason();
        var detail = call + place().address() + " on " + place().link() + ": " + Errno.text(why.errno()) + reason
                + Errno.advice(why.errno());
        return new EffectFailed(effect(), why.errno(), detail);
    }
}
