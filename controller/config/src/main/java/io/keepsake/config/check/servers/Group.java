package io.keepsake.config.check.servers;

import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Family;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One {@code virtual_server_group}, its ranges written out. It has at least one entry.
 *
 * @param marks firewall marks, 1 or more, unsigned
 */
record Group(List<Endpoint> addresses, List<Entry> marks) {
    /** @param family null where the file does not say */
    record Entry(int mark, @Nullable Family family) {}

    Set<Family> families() {
        return addresses.stream().map(address -> address.ip().family()).collect(Collectors.toSet());
    }
}
