package io.keepsake.world;

import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Route;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.Rule;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The routes and rules of a machine. A route goes with its link, and with the address that is its source; a rule stays. */
final class Routings {
    static final int ESRCH = 3;
    static final int ENETDOWN = 100;

    private final Set<Routing> standing = new LinkedHashSet<>();

    Set<Routing> standing() {
        return Collections.unmodifiableSet(standing);
    }

    /** Gives the errno. */
    int add(Routing what, Predicate<InterfaceName> isUp) {
        boolean possible =
                switch (what) {
                    case Route route -> route.links().stream().allMatch(isUp);
                    case Rule _ -> true;
                };
        if (!possible) {
            return ENETDOWN;
        }
        return standing.add(what) ? 0 : Kernel.EEXIST;
    }

    /** Gives the errno. */
    int remove(Routing what) {
        return standing.remove(what) ? 0 : ESRCH;
    }

    /** Those that go with a link. */
    List<Routing> withoutLink(InterfaceName link) {
        return without(route -> route.links().contains(link));
    }

    /** Those that go with an address of the host. */
    List<Routing> withoutSource(Ip ip) {
        return without(route -> ip.equals(route.source()));
    }

    private List<Routing> without(Predicate<Route> goes) {
        var gone = standing.stream()
                .filter(what -> what instanceof Route route && goes.test(route))
                .toList();
        standing.removeAll(gone);
        return gone;
    }

    void clear() {
        standing.clear();
    }
}
