package io.keepsake.core.value;

import java.util.HashSet;
import java.util.Set;

/**
 * What of a host's links and addresses a director is about. All else is none of its business, however much of it comes
 * and goes: ten thousand links of containers cost it nothing.
 *
 * @param everything whether nothing is left out
 * @param links these, and every address on them
 * @param ips these addresses, wherever they stand ({@code ha_suspend})
 * @param routing these routes and rules; never any other
 */
public record Watched(boolean everything, Set<InterfaceName> links, Set<Ip> ips, Set<Routing> routing) {
    public static final Watched EVERYTHING = new Watched(true, Set.of(), Set.of(), Set.of());

    public Watched {
        links = Set.copyOf(links);
        ips = Set.copyOf(ips);
        routing = Set.copyOf(routing);
    }

    public static Watched of(Set<InterfaceName> links, Set<Ip> ips) {
        return of(links, ips, Set.of());
    }

    public static Watched of(Set<InterfaceName> links, Set<Ip> ips, Set<Routing> routing) {
        return new Watched(false, links, ips, routing);
    }

    /** The links of these addresses. */
    public Watched plus(Watched other) {
        var allLinks = new HashSet<>(links);
        var allIps = new HashSet<>(ips);
        allLinks.addAll(other.links);
        allIps.addAll(other.ips);
        var allRouting = new HashSet<>(routing);
        allRouting.addAll(other.routing);
        return new Watched(everything || other.everything, allLinks, allIps, allRouting);
    }

    public boolean has(InterfaceName link) {
        return everything || links.contains(link);
    }

    public boolean has(LinkAddress place) {
        return has(place.link()) || ips.contains(place.address().ip());
    }
}
