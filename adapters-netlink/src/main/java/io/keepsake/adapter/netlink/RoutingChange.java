package io.keepsake.adapter.netlink;

import io.keepsake.core.value.Route;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.Rule;

/** A route or rule that is put there or taken away. */
record RoutingChange(long effect, Routing what, boolean adds) implements KernelChange {
    @Override
    public String request() {
        var of =
                switch (what) {
                    case Route _ -> "ROUTE ";
                    case Rule _ -> "RULE ";
                };
        return (adds ? "RTM_NEW" : "RTM_DEL") + of + what;
    }
}
