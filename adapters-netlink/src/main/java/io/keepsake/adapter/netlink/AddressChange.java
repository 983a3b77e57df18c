package io.keepsake.adapter.netlink;

import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.value.LinkAddress;

/** An address that is put on a link or taken off it. */
sealed interface AddressChange extends KernelChange {
    LinkAddress place();

    record Add(long effect, VirtualAddress address) implements AddressChange {
        @Override
        public LinkAddress place() {
            return address.place();
        }
    }

    record Remove(long effect, LinkAddress place) implements AddressChange {}

    @Override
    default String request() {
        var call =
                switch (this) {
                    case Add _ -> "RTM_NEWADDR ";
                    case Remove _ -> "RTM_DELADDR ";
                };
        return call + place().address() + " on " + place().link();
    }
}
