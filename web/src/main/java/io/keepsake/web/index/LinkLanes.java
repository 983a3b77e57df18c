package io.keepsake.web.index;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.StandingAddress;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The lanes of links and of virtual addresses in the kernel, at one moment. */
final class LinkLanes {
    private final RunIndex run;
    private final long micros;

    LinkLanes(RunIndex run, long micros) {
        this.run = run;
        this.micros = micros;
    }

    void on(LinkEvent event, long index) {
        switch (event) {
            case LinkEvent.KernelRead e -> all(e.links(), e.addresses(), index);
            case LinkEvent.LinkSeen e -> link(e.link(), index);
            case LinkEvent.LinkGone e -> {
                var lane = Lane.of(Lane.Kind.LINK, e.link().value());
                if (run.lane(lane) != null) {
                    run.enter(lane, micros, index, Lane.NO);
                }
            }
            case LinkEvent.AddressSeen e -> address(e.address().place(), index, Lane.YES);
            case LinkEvent.AddressGone e -> address(e.address(), index, Lane.NO);
        }
    }

    /** A whole reading: what is not in it is not there. */
    void all(List<Link> links, List<StandingAddress> addresses, long index) {
        links.forEach(link -> link(link, index));
        var there = new HashSet<LinkAddress>();
        addresses.forEach(address -> there.add(address.place()));
        eachInstance(instance -> virtual(instance)
                .forEach(address -> run.enter(
                        lane(instance, address), micros, index, there.contains(address.place()) ? Lane.YES : Lane.NO)));
    }

    private void link(Link link, long index) {
        boolean used = anyInstance(instance -> instance.link().equals(link.name()));
        if (used) {
            boolean up = link.up() && link.running();
            run.enter(Lane.of(Lane.Kind.LINK, link.name().value()), micros, index, up ? Lane.YES : Lane.NO);
        }
    }

    private void address(LinkAddress place, long index, int state) {
        eachInstance(instance -> virtual(instance)
                .filter(address -> address.place().equals(place))
                .forEach(address -> run.enter(lane(instance, address), micros, index, state)));
    }

    void announced(Effect.SendGratuitousArp effect, long index) {
        eachInstance(instance -> {
            if (virtual(instance).anyMatch(address -> effect.addresses()
                    .contains(address.address().ip()))) {
                run.add(Lane.of(Lane.Kind.NOTE, instance.name().value()), micros, index, Kinds.of(effect));
            }
        });
    }

    private static Lane lane(InstanceConfig instance, VirtualAddress address) {
        return new Lane(
                Lane.Kind.ADDRESS,
                Indexer.place(address.place()),
                instance.name().value());
    }

    private static Stream<VirtualAddress> virtual(InstanceConfig instance) {
        return Stream.concat(instance.addresses().stream(), instance.excluded().stream());
    }

    private void eachInstance(Consumer<InstanceConfig> action) {
        var config = run.config();
        if (config != null) {
            config.instances().forEach(action);
        }
    }

    private boolean anyInstance(java.util.function.Predicate<InstanceConfig> test) {
        var config = run.config();
        return config != null && config.instances().stream().anyMatch(test);
    }
}
