package io.keepsake.testkit.lab;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * A client that asks for an address about every 5 ms: a UDP packet to the discard port, which its owner answers with
 * "port unreachable". Nothing has to run on the owner, and nothing beyond bash and tcpdump on the client.
 */
public final class Probe implements AutoCloseable {
    private static final String ASK = "mkfifo \"$2\"; exec 4<> \"$2\"; while :; do exec 3<> \"/dev/udp/$1/9\"; "
            + "for i in {1..200}; do echo -n . >&3; read -r -t 0.005 -u 4; done; done 2> /dev/null";

    private final Running asking;
    private final Tap answering;
    private final ConcurrentLinkedQueue<Instant> answers;

    private Probe(Running asking, Tap answering, ConcurrentLinkedQueue<Instant> answers) {
        this.asking = asking;
        this.answering = answering;
        this.answers = answers;
    }

    static Probe start(Lab lab, Host client, Ip vip) {
        var answers = new ConcurrentLinkedQueue<Instant>();
        var filter = (vip.family() == Family.IPV4 ? "icmp" : "icmp6") + " and src host " + vip;
        var link = client.ports().getFirst().link();
        var answering = lab.tap(client.holder(), link, Tap.Side.RECEIVED, filter, (stamp, _) -> answers.add(stamp));
        var pipe = lab.file("never-written");
        var words = List.of("bash", "-c", ASK, "keepsake-lab-probe", vip.toString(), pipe.toString());
        return new Probe(client.start(words, Map.of(), lab.file("probe.log")), answering, answers);
    }

    /** When answers came, by the client's kernel, in order. */
    public List<Instant> answers() {
        return List.copyOf(answers);
    }

    /** The first answer after {@code after}, waiting for it. */
    public Instant awaitAnswer(Instant after, Duration within) {
        return Await.value("an answer to " + asking, within, () -> answers.stream()
                .filter(answer -> answer.isAfter(after))
                .findFirst());
    }

    /** The longest time without an answer between two moments; its noise is a few periods. */
    public Duration longestSilence(Instant from, Instant to) {
        var inside = answers.stream().filter(answer -> answer.isAfter(from) && answer.isBefore(to));
        var stamps = new ArrayList<>(List.of(from));
        Stream.concat(inside, Stream.of(to)).forEach(stamps::add);
        return Capture.longestGap(stamps);
    }

    @Override
    public void close() {
        asking.kill9();
        answering.close();
    }
}
