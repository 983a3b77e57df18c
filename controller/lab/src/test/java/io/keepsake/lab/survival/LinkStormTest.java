package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision.BecameFault;
import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A container host makes and removes thousands of links, while a hundred instances run on one that they never touch. */
@Isolated("takes the whole machine")
class LinkStormTest {
    private static final int INSTANCES = 100;
    private static final int LINKS = Integer.getInteger("storm.links", 2_000);
    private static final int ADDRESSES_EACH = 8;

    @Test
    void costsTheElectionNothing() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.many(INSTANCES, 200));
            node.start();
            Await.until("all are master", Node.PATIENCE, () -> told(node, BecameMaster.class) == INSTANCES);

            var batch = Files.writeString(lab.file("storm"), storm());
            var storm = node.host()
                    .start("sh", "-c", "while ip -batch " + batch + " && echo round; do ip link del s0; done");
            storm.awaitOutput("round", Node.PATIENCE.multipliedBy(40));

            var cut = Instant.now();
            node.host().run("ip", "link", "set", Node.LINK, "down");
            var done = Instant.now();
            Await.until("all are in FAULT", Node.PATIENCE, () -> told(node, BecameFault.class) == INSTANCES);
            var asked = Instant.now();
            node.director().signal(15);
            node.director().awaitExit(Node.PATIENCE);
            assertTrue(storm.alive(), () -> "the storm goes on: " + storm.output());

            var turns = JournalCheck.read(node.journal()).verify().turns(1);
            assertEquals(
                    0,
                    turns.stream().filter(LinkStormTest::isOfTheStorm).count(),
                    "turns about links that no configuration names");
            System.out.printf(
                    "in a storm of %d links: the kernel took %d ms for the link, which was judged %d ms later; SIGTERM heard after %d ms%n",
                    LINKS,
                    Duration.between(cut, done).toMillis(),
                    Duration.between(done, wall(turns.stream(), BecameFault.class))
                            .toMillis(),
                    Duration.between(asked, wall(turns.stream(), StopRequested.class))
                            .toMillis());
        }
    }

    /** Links on top of one pair, which go when it goes. */
    private static String storm() {
        return "link add s0 type veth peer name s1\nlink set s0 up\n"
                + IntStream.range(0, LINKS)
                        .mapToObj(i -> "link add link s0 name m" + i + " type macvlan mode bridge\n" + addresses(i))
                        .collect(Collectors.joining());
    }

    private static String addresses(int link) {
        return IntStream.range(0, ADDRESSES_EACH)
                .mapToObj(i -> "address add 172." + (16 + i) + "." + link / 250 + "." + link % 250 + "/32 dev m" + link)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static long told(Node node, Class<? extends Event> kind) {
        return JournalCheck.read(node.journal()).turns(1).stream()
                .flatMap(turn -> turn.decisions().stream())
                .filter(kind::isInstance)
                .count();
    }

    private static boolean isOfTheStorm(Turn turn) {
        return switch (turn.recorded().event()) {
            case LinkEvent.LinkSeen seen -> isOfTheStorm(seen.link().name().value());
            case LinkEvent.LinkGone gone -> isOfTheStorm(gone.link().value());
            case LinkEvent.AddressSeen seen ->
                isOfTheStorm(seen.address().link().value());
            case LinkEvent.AddressGone gone ->
                isOfTheStorm(gone.address().link().value());
            case LinkEvent.KernelRead read ->
                read.links().stream().anyMatch(link -> isOfTheStorm(link.name().value()));
            default -> false;
        };
    }

    private static boolean isOfTheStorm(String link) {
        return link.startsWith("m") || link.startsWith("s");
    }

    /** When the first of these was accepted. */
    private static Instant wall(Stream<Turn> turns, Class<? extends Event> kind) {
        return turns.filter(turn -> JournalCheck.tells(turn, kind))
                .map(turn -> turn.recorded().wall())
                .findFirst()
                .orElseThrow();
    }
}
