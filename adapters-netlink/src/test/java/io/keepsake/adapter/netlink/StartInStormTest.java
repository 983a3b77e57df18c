package io.keepsake.adapter.netlink;

import static io.keepsake.adapter.netlink.ChangesTest.on;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.value.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What changes while the kernel is being read at the start is told afterwards, and nothing is lost. */
class StartInStormTest {

    @Test
    void theToldStateIsTheKernelsWhenAddressesComeDuringTheFirstReading() throws InterruptedException {
        try (var network = new Network()) {
            network.veth("v0", "v1");
            network.ipBatch(adds("10.3.", 2000));
            var watch = new Inbox();
            try (var _ = network.on(() -> RouteNetlink.open(watch, watch::failure, Watched.EVERYTHING))) {
                watch.kernelRead();
                for (int round = 0; round < 3; round++) {
                    startDuringAStorm(network, watch, round);
                }
            }
        }
    }

    private static void startDuringAStorm(Network network, Inbox watch, int round) throws InterruptedException {
        var inbox = new Inbox();
        watch.rest();
        var net = "10." + (100 + round) + ".";
        var storm = network.beginIpBatch(adds(net, 3000));
        watch.until(AddressSeen.class, seen -> seen.address().toString().startsWith("v0 " + net));
        try (var _ = network.on(() -> RouteNetlink.open(inbox, inbox::failure, Watched.EVERYTHING))) {
            var told = new ArrayList<Event>(List.of(assertInstanceOf(KernelRead.class, inbox.next())));
            assertEquals(0, storm.waitFor());
            network.ip("addr add 10.9.9.9/32 dev v0");
            told.addAll(inbox.until(event -> Inbox.shows(event, on("10.9.9.9/32"))));
            assertEquals(network.standing(), Inbox.pictureOf(told));
            assertTrue(told.stream().skip(1).noneMatch(KernelRead.class::isInstance), "notices were lost");
        } finally {
            network.ip("addr del 10.9.9.9/32 dev v0");
        }
    }

    /** Each address comes once and stays, so one whose notice is lost is missing for good. */
    private static List<String> adds(String net, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "addr add " + net + i / 200 + "." + (i % 200 + 1) + "/32 dev v0")
                .toList();
    }
}
