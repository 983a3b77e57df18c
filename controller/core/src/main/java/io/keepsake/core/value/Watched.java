package io.keepsake.core.value;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What of a host's links and addresses a director is about. All else is none of its business, however much of it comes
 * and goes: ten thousand links of containers cost it nothing.
 *
 * @param everything whether nothing is left out
 * @param links these, and every address on them
 * @param ips these addresses, wherever they stand ({@code ha_suspend})
 */
public record Watched(boolean everything, Set<InterfaceName> links, Set<Ip> ips) {
    public static final Watched EVERYTHING = new Watched(true, Set.of(), Set.of());

    public Watched {
        links = Set.copyOf(links);
        ips = Set.copyOf(ips);
    }

    public static Watched of(Set<InterfaceName> links, Set<Ip> ips) {
        return new Watched(false, links, ips);
    }

    /** The links of these addresses. */
    public static Watched linksOf(Collection<LinkAddress> places) {
        var links = new HashSet<InterfaceName>();
        places.forEach(place -> links.add(place.link()));
        return of(links, Set.of());
    }

    public Watched plus(Watched other) {
        var allLinks = new HashSet<>(links);
        var allIps = new HashSet<>(ips);
        allLinks.addAll(other.links);
        allIps.addAll(other.ips);
        return new Watched(everything || other.everything, allLinks, allIps);
    }

    public boolean has(InterfaceName link) {
        return everything || links.contains(link);
    }

    public boolean has(LinkAddress place) {
        return has(place.link()) || ips.contains(place.address().ip());
    }
}
