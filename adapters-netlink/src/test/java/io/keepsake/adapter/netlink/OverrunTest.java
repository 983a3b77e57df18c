package io.keepsake.adapter.netlink;

import static io.keepsake.adapter.netlink.ChangesTest.add;
import static io.keepsake.adapter.netlink.ChangesTest.on;
import static io.keepsake.adapter.netlink.ChangesTest.plain;
import static io.keepsake.adapter.netlink.ChangesTest.remove;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.adapter.netlink.RouteNetlink.Requested;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.value.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a receive buffer of a few kilobytes the kernel loses notices and acknowledgements; the adapter recovers. */
class OverrunTest {
    private final Network network = new Network();
    private final Inbox inbox = new Inbox();

    OverrunTest() {
        network.ip("link set lo up");
        network.veth("v0", "v1");
    }

    private final RouteNetlink netlink =
            network.on(() -> RouteNetlink.open(inbox, inbox::failure, Watched.EVERYTHING, 1));

    @AfterEach
    void close() {
        netlink.close();
        network.close();
    }

    @Test
    void afterAStormOfForeignChangesTheToldStateIsTheKernels() {
        var told = new ArrayList<Event>(List.of(inbox.kernelRead()));
        var held = inbox.hold();
        network.ipBatch(storm());
        held.countDown();
        network.ipBatch(storm());
        network.ip("addr add 10.9.9.9/32 dev v0");
        told.addAll(inbox.until(event -> Inbox.shows(event, on("10.9.9.9/32"))));
        assertTrue(told.stream().filter(KernelRead.class::isInstance).count() > 1, "nothing was lost");
        netlink.close();
        told.addAll(inbox.rest());
        assertEquals(network.standing(), Inbox.pictureOf(told));
    }

    /** 800 additions and 600 removals; some addresses stay. */
    static List<String> storm() {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 800; i++) {
            var address = " 10.2." + i / 200 + "." + (i % 200 + 1) + "/32 dev v0";
            lines.add("addr replace" + address);
            if (i % 4 != 0) {
                lines.add("addr del" + address);
            }
        }
        return lines;
    }

    @Test
    void changesWhoseAcknowledgementsAreLostAreAnsweredOnceByWhatStands() {
        inbox.kernelRead();
        var requests = new ArrayList<Requested>();
        IntStream.rangeClosed(1, 200).forEach(i -> requests.add(add(i, plain("10.9.1." + i + "/32"))));
        IntStream.rangeClosed(1, 100).forEach(i -> requests.add(remove(200 + i, "10.9.1." + i + "/32")));
        requests.add(add(301, plain("ff02::5/128")));
        netlink.apply(requests);
        var told = inbox.until(event -> event instanceof EffectFailed failed && failed.effect() == 301);
        assertTrue(told.stream().anyMatch(KernelRead.class::isInstance), "nothing was lost");
        var answers = answers(told);
        assertEquals(301, answers.size());
        var failed = new TreeSet<Long>();
        answers.forEach((effect, event) -> {
            if (event instanceof EffectFailed failure) {
                assertEquals(105, failure.errno(), failure.detail());
                failed.add(effect);
            }
        });
        assertTrue(failed.stream().allMatch(effect -> effect <= 100 || effect == 301), failed.toString());
        assertEquals(100, network.ip("-4 -o addr show dev v0").lines().count());
    }

    private static Map<Long, Event> answers(List<Event> told) {
        var answers = new TreeMap<Long, Event>();
        for (var event : told) {
            var effect =
                    switch (event) {
                        case EffectApplied applied -> applied.effect();
                        case EffectFailed failure -> failure.effect();
                        default -> -1L;
                    };
            if (effect > 0) {
                assertEquals(null, answers.put(effect, event), "answered twice: " + event);
            }
        }
        return answers;
    }
}
