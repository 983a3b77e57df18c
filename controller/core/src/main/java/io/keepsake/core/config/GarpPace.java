package io.keepsake.core.config;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceName;
import java.util.List;

/**
 * How fast gratuitous ARP and neighbor advertisements follow each other: {@code garp_group}, or {@code
 * vrrp_garp_interval} and {@code vrrp_gna_interval}.
 *
 * @param links those that share the pace; empty for every other link, each by itself
 * @param garpNanos from one gratuitous ARP packet to the next; 0 for none
 * @param gnaNanos from one unsolicited neighbor advertisement to the next; 0 for none
 */
public record GarpPace(List<InterfaceName> links, long garpNanos, long gnaNanos) {
    public GarpPace {
        links = List.copyOf(links);
    }

    /** What must pass after a packet of this family. */
    public long nanos(Family family) {
        return switch (family) {
            case IPV4 -> garpNanos;
            case IPV6 -> gnaNanos;
        };
    }
}
