package io.keepsake.adapter.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.LinkEvent.LinkSeen;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A link that fails while everything is read anew fails once: no reading that is older brings it back. */
class LinkDuringReadingTest {
    private static final InterfaceName V1 = new InterfaceName("v1");
    private static final int ADDRESSES = 4_000;
    private static final int ROUNDS = 30;

    @Test
    void isToldOnce() {
        try (var network = new Network()) {
            network.veth("v0", "v1");
            network.ipBatch(IntStream.range(0, ADDRESSES)
                    .mapToObj(i -> "addr add 10.2." + i / 200 + "." + (i % 200 + 1) + "/32 dev v0")
                    .toList());
            var inbox = new Inbox();
            try (var netlink = network.on(() -> RouteNetlink.open(inbox, inbox::failure, Watched.EVERYTHING))) {
                inbox.kernelRead();
                var states = new ArrayList<Boolean>(List.of(true));
                for (int round = 0; round < ROUNDS; round++) {
                    boolean up = round % 2 == 1;
                    netlink.read();
                    network.ip("link set v1 " + (up ? "up" : "down"));
                    netlink.read();
                    network.ip("addr add 10.9.0." + (round + 1) + "/32 dev v0");
                    int last = round + 1;
                    inbox.until(event -> Inbox.shows(event, ChangesTest.on("10.9.0." + last + "/32")))
                            .forEach(event -> note(event, states));
                }
                var expected = IntStream.rangeClosed(0, ROUNDS)
                        .mapToObj(i -> i % 2 == 0)
                        .toList();
                assertEquals(expected, states, "whether v1 was up, each change once");
            }
        }
    }

    private static void note(Event event, List<Boolean> states) {
        switch (event) {
            case LinkSeen seen -> note(List.of(seen.link()), states);
            case KernelRead read -> note(read.links(), states);
            default -> {}
        }
    }

    private static void note(List<Link> links, List<Boolean> states) {
        for (var link : links) {
            if (link.name().equals(V1) && link.up() != states.getLast()) {
                states.add(link.up());
            }
        }
    }
}
