package io.keepsake.torture;

import io.keepsake.testkit.lab.Running;
import io.keepsake.torture.PacketStorm.Packets;
import io.keepsake.torture.RealServers.Manner;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the director's surroundings do: who reads its log, other links of the host, neighbours, real servers. */
sealed interface OutsideFault extends Fault {

    /**
     * Nobody reads what the director prints, its pipe is full, and it has something to print: a file with a warning is
     * read again, on the thread of the signals and for a client.
     */
    record LogBlocked(Node node) implements OutsideFault {
        private static final int HUP = 1;

        @Override
        public void begin() {
            node.blockLog();
            node.configure(node.configuration("", "") + "no_such_keyword yes\n");
            node.director().signal(HUP);
        }

        @Override
        public void end() {
            node.unblockLog();
            node.configureWell();
        }
    }

    /** Hundreds of links with addresses come and go on the host. */
    final class LinkStorm implements OutsideFault {
        private static final int LINKS = 200;

        private final Cluster cluster;
        private final Node node;
        private @Nullable Running storm;

        LinkStorm(Cluster cluster, Node node) {
            this.cluster = cluster;
            this.node = node;
        }

        @Override
        public void begin() throws IOException {
            var batch = new StringBuilder("link add s0 type veth peer name s1\nlink set s0 up\n");
            for (int i = 0; i < LINKS; i++) {
                batch.append("link add link s0 name m").append(i).append(" type macvlan mode bridge\n");
                batch.append("address add 172.16.")
                        .append(i / 250)
                        .append('.')
                        .append(i % 250)
                        .append("/32 dev m");
                batch.append(i).append('\n');
            }
            var file = Files.writeString(cluster.file("storm"), batch);
            storm = node.host()
                    .start(
                            "sh",
                            "-c",
                            "while ip -batch \"$0\" && echo round; do ip link del s0; done",
                            file.toString());
            storm.awaitOutput("round", Node.PATIENCE);
        }

        @Override
        public void end() {
            if (storm != null) {
                storm.kill9();
            }
            node.host().run("sh", "-c", "ip link del s0 2> /dev/null; true");
        }
    }

    /** A neighbour sends packets to the routers as fast as it can. */
    final class Storm implements OutsideFault {
        private final Cluster cluster;
        private final Packets packets;
        private final long seed;
        private @Nullable Running sender;

        Storm(Cluster cluster, Packets packets, RandomGenerator chance) {
            this.cluster = cluster;
            this.packets = packets;
            this.seed = chance.nextLong();
        }

        @Override
        public void begin() {
            var words = new ArrayList<>(Cluster.java(PacketStorm.class));
            words.add("eth0");
            words.add(packets.word());
            words.add(Long.toString(seed));
            sender = cluster.neighbour().start(words.toArray(String[]::new));
            sender.awaitOutput("sending", Node.PATIENCE);
        }

        @Override
        public void end() {
            if (sender != null) {
                sender.kill9();
            }
        }
    }

    /** The real servers treat who checks them badly. */
    record Servers(Cluster cluster, Manner manner) implements OutsideFault {
        @Override
        public void begin() {
            cluster.serve(manner);
        }

        @Override
        public void end() {
            cluster.serve(Manner.GOOD);
        }
    }
}
