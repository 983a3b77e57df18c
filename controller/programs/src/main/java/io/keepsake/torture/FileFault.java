package io.keepsake.torture;

import io.keepsake.testkit.lab.LabException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** What is written into the configuration file before the director reads it again. */
sealed interface FileFault extends Fault {
    int HUP = 1;

    /** Every mistake is refused, and nothing changes. */
    record Broken(Node node) implements FileFault {
        @Override
        public void begin() {
            var good = node.configuration("", "");
            var mistakes = List.of(
                    "",
                    good.substring(0, good.length() / 2),
                    "\0\1\2\0\n\0\n",
                    good.replaceFirst("virtual_router_id \\d+", "virtual_router_id 8O"),
                    good.replaceFirst("virtual_router_id \\d+", "virtual_router_id"),
                    good.replaceFirst("virtual_ipaddress \\{", "virtual_ipaddress"),
                    "include /proc/self/fd/99*\nincludem /nonexistent\n");
            for (var mistake : mistakes) {
                node.configure(mistake);
                var answer = node.ask("reload");
                if (!answer.startsWith("failed\n") || !answer.contains("refused")) {
                    throw new Failure(
                            node + " to refuse the file \""
                                    + mistake.lines().findFirst().orElse("") + "\"",
                            answer);
                }
            }
        }

        @Override
        public void end() {
            node.configureWell();
        }
    }

    /** The file is longer than memory, and then has more words than are allowed. */
    record Huge(Node node) implements FileFault {
        private static final long BYTES = 300L << 20;
        private static final int LINES = 7_000;

        @Override
        public void begin() throws IOException {
            try (var file = new RandomAccessFile(node.config().toFile(), "rw")) {
                file.setLength(BYTES);
            }
            refused();
            Files.writeString(node.config(), "a ".repeat(500).concat("\n").repeat(LINES));
            refused();
        }

        private void refused() {
            var answer = node.ask("reload");
            if (!answer.startsWith("failed\n")) {
                throw new Failure(node + " to refuse a huge file", answer);
            }
        }

        @Override
        public void end() {
            node.configureWell();
        }
    }

    /** Addresses and virtual servers come, and go again. */
    record Changed(Node node, int addresses, int servers) implements FileFault {
        static Changed of(Node node, RandomGenerator chance) {
            return new Changed(node, 1 + chance.nextInt(20), 1 + chance.nextInt(5));
        }

        static String file(Node node, int addresses, int servers) {
            var more = new StringBuilder();
            for (int i = 0; i < addresses; i++) {
                more.append("  192.168.182.").append(1 + i).append('\n');
            }
            var virtual = new StringBuilder();
            for (int i = 0; i < servers; i++) {
                virtual.append(RealServers.virtualServer(81 + i));
            }
            return node.configuration(more.toString(), virtual.toString());
        }

        @Override
        public void begin() {
            node.configure(file(node, addresses, servers));
            var answer = node.ask("reload");
            if (!answer.startsWith("ok\n")) {
                throw new Failure(node + " to take a file with more addresses and servers", answer);
            }
        }

        @Override
        public void end() {
            node.configureWell();
        }
    }

    /** SIGHUP again and again, each with another file, good or not, at any moment. */
    record Storm(Node node, RandomGenerator chance) implements FileFault {
        private static final int SIGNALS = 25;
        private static final int PAUSE_MILLIS = 60;

        @Override
        public void begin() {
            for (int i = 0; i < SIGNALS; i++) {
                var changed = Changed.file(node, chance.nextInt(20), chance.nextInt(3));
                node.configure(
                        chance.nextInt(3) == 0 ? changed.substring(0, chance.nextInt(changed.length())) : changed);
                if (!node.runs()) {
                    throw new LabException(node + " has ended");
                }
                node.director().signal(HUP);
                Pause.of(Duration.ofMillis(chance.nextInt(PAUSE_MILLIS)));
            }
        }

        @Override
        public void end() {
            node.configureWell();
        }
    }
}
