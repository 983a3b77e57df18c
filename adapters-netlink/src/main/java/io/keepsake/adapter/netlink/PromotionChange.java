package io.keepsake.adapter.netlink;

import io.keepsake.core.value.InterfaceName;

/** {@code promote_secondaries} of a link is set or given back. */
record PromotionChange(long effect, InterfaceName link, boolean on) implements KernelChange {
    @Override
    public String request() {
        return "RTM_SETLINK " + link + " promote_secondaries " + (on ? "1" : "0");
    }
}
