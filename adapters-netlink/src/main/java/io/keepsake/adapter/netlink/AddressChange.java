package io.keepsake.adapter.netlink;

import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import org.jspecify.annotations.Nullable;

/** An address that is put on a link or taken off it. */
sealed interface AddressChange extends KernelChange {
    LinkAddress place();

    /** The other end of the link; null for none. */
    @Nullable Ip peer();

    record Add(long effect, VirtualAddress address) implements AddressChange {
        @Override
        public LinkAddress place() {
            return address.place();
        }

        @Override
        public @Nullable Ip peer() {
            return address.peer();
        }
    }

    record Remove(long effect, LinkAddress place, @Nullable Ip peer) implements AddressChange {}

    @Override
    default String request() {
        var call =
                switch (this) {
                    case Add _ -> "RTM_NEWADDR ";
                    case Remove _ -> "RTM_DELADDR ";
                };
        var peer = peer() == null ? "" : " peer " + peer();
        return call + place().address() + peer + " on " + place().link();
    }
}
