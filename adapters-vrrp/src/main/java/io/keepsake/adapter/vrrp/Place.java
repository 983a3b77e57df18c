package io.keepsake.adapter.vrrp;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import org.jspecify.annotations.Nullable;

/**
 * Where adverts are heard; instances of the same place share their sockets.
 *
 * @param group null for unicast
 */
record Place(InterfaceName link, Family family, @Nullable Ip group) {
    static Place of(InstanceConfig config) {
        return new Place(config.link(), config.family(), config.unicast() ? null : config.group());
    }

    @Override
    public String toString() {
        return (group == null ? "unicast" : group) + " on " + link;
    }
}
