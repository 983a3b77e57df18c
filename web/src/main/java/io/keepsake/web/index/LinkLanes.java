package io.keepsake.web.index;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.StandingAddress;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
        run.watched().addresses().forEach((place, lanes) -> {
            int state = there.contains(place) ? Lane.YES : Lane.NO;
            lanes.forEach(lane -> run.enter(lane, micros, index, state));
        });
    }

    private void link(Link link, long index) {
        if (run.watched().links().contains(link.name())) {
            boolean up = link.up() && link.running();
            run.enter(Lane.of(Lane.Kind.LINK, link.name().value()), micros, index, up ? Lane.YES : Lane.NO);
        }
    }

    private void address(LinkAddress place, long index, int state) {
        run.watched().addresses().getOrDefault(place, List.of()).forEach(lane -> run.enter(lane, micros, index, state));
    }

    void announced(Effect.SendGratuitousArp effect, long index) {
        var instances = new LinkedHashSet<String>();
        effect.addresses()
                .forEach(address -> instances.addAll(run.watched().announcers().getOrDefault(address, Set.of())));
        instances.forEach(name -> run.add(Lane.of(Lane.Kind.NOTE, name), micros, index, Kinds.of(effect)));
    }
}
