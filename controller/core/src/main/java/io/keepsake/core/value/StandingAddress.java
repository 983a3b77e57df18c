package io.keepsake.core.value;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An address on a link with everything that makes it this one and no other: an address is a director's own only when all
 * of it is as the director would put it there.
 *
 * @param peer {@code peer}, the other end of a link between two, whose prefix length it then has; null for none
 * @param broadcast {@code brd}; null for none
 * @param scope as the kernel numbers it: 0 global, 200 site, 253 link, 254 host; of IPv6 the kernel decides
 * @param label {@code label}; null for the name of the link
 * @param noPrefixRoute {@code noprefixroute}
 * @param dad whether it may be used
 */
public record StandingAddress(
        LinkAddress place,
        @Nullable Ip peer,
        @Nullable Ip broadcast,
        int scope,
        @Nullable String label,
        boolean noPrefixRoute,
        Dad dad) {

    /** An address without a peer that may be used. */
    public StandingAddress(
            LinkAddress place, @Nullable Ip broadcast, int scope, @Nullable String label, boolean noPrefixRoute) {
        this(place, null, broadcast, scope, label, noPrefixRoute, Dad.DONE);
    }

    /** An address about which nothing is special. */
    public static StandingAddress plain(LinkAddress place) {
        return new StandingAddress(place, null, 0, null, false);
    }

    public boolean isPlain() {
        return peer == null && broadcast == null && scope == 0 && label == null && !noPrefixRoute && dad == Dad.DONE;
    }

    public InterfaceName link() {
        return place.link();
    }

    public Ip ip() {
        return place.address().ip();
    }

    /** Whether packets may leave from it: not while it may be a duplicate. */
    public boolean usable() {
        return dad == Dad.DONE;
    }

    /** Whether {@code other} is the same address in every respect that a director decides. */
    public boolean same(StandingAddress other) {
        if (!place.equals(other.place) || !Objects.equals(peer, other.peer) || noPrefixRoute != other.noPrefixRoute) {
            return false;
        }
        return switch (ip().family()) {
            case IPV4 ->
                scope == other.scope
                        && Objects.equals(broadcast, other.broadcast)
                        && Objects.equals(label, other.label);
            case IPV6 -> true;
        };
    }

    @Override
    public String toString() {
        return isPlain()
                ? place.toString()
                : place
                        + (peer == null ? "" : " peer " + peer)
                        + (broadcast == null ? "" : " brd " + broadcast)
                        + (scope == 0 ? "" : " scope " + scope)
                        + (label == null ? "" : " label " + label)
                        + (noPrefixRoute ? " noprefixroute" : "")
                        + (dad == Dad.DONE ? "" : " " + dad);
    }
}
