package io.keepsake.core.vrrp;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where the virtual addresses of all instances of a configuration stand when this node holds them.
 *
 * @param all of every instance
 * @param moving without those of owners (priority 255), who say that the address is their own
 */
record VirtualPlaces(List<LinkAddress> all, List<LinkAddress> moving) {

    static VirtualPlaces of(ControllerConfig config) {
        return new VirtualPlaces(places(config, _ -> true), places(config, i -> !i.owner()));
    }

    private static List<LinkAddress> places(ControllerConfig config, Predicate<InstanceConfig> which) {
        return config.instances().stream()
                .filter(which)
                .flatMap(i -> Stream.concat(i.addresses().stream(), i.excluded().stream()))
                .map(VirtualAddress::place)
                .toList();
    }

    /**
     * The address that adverts of an instance come from: the first of its link that does not come and go with a role,
     * neither this instance's nor another's. Where there is none, that of an owner has to do.
     */
    Optional<Ip> source(InstanceConfig self, LinkTable links) {
        var own = links.source(self.link(), self.family(), all);
        return own.isPresent() ? own : links.source(self.link(), self.family(), moving);
    }
}
