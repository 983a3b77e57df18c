package io.keepsake.torture;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.lab.Running;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Processes that are stopped, killed, signalled, or live in another time. */
sealed interface ProcessFault extends Fault {

    /** SIGSTOP to the director and its helpers, and SIGCONT. */
    record Frozen(Node node) implements ProcessFault {
        @Override
        public void begin() {
            node.director().pause();
        }

        @Override
        public void end() {
            node.director().resume();
        }
    }

    /** kill -9 of the director and its helpers. */
    record Killed(Node node) implements ProcessFault {
        @Override
        public void begin() {
            node.kill();
        }

        @Override
        public void end() {
            node.start();
        }
    }

    /**
     * kill -9, and again at some moments of the starts that follow.
     *
     * @param after how long after each start
     */
    record KilledAtStart(Node node, List<Duration> after) implements ProcessFault {
        private static final int STARTS = 3;
        private static final int START_MILLIS = 1_500;

        static KilledAtStart of(Node node, RandomGenerator chance) {
            return new KilledAtStart(
                    node,
                    chance.ints(STARTS, 0, START_MILLIS)
                            .mapToObj(Duration::ofMillis)
                            .toList());
        }

        @Override
        public void begin() {
            node.kill();
            for (var moment : after) {
                node.start();
                Pause.of(moment);
                node.kill();
            }
        }

        @Override
        public void end() {
            node.start();
        }
    }

    /** SIGTERM, and a start. */
    record Stopped(Node node) implements ProcessFault {
        @Override
        public void begin() {
            node.stop();
        }

        @Override
        public void end() {
            node.start();
        }
    }

    /** kill -9 of what runs the scripts. No script runs until the director is started again, so it is. */
    record RunnerKilled(Node node) implements ProcessFault {
        @Override
        public void begin() {
            var helpers = runners();
            if (helpers.isEmpty()) {
                throw new LabException(node + " has no script runner");
            }
            helpers.forEach(ProcessHandle::destroyForcibly);
        }

        private List<ProcessHandle> runners() {
            return ProcessHandle.of(node.director().pid()).stream()
                    .flatMap(ProcessHandle::descendants)
                    .filter(process -> process.info().commandLine().orElse("").contains("script.RunnerMain"))
                    .toList();
        }

        /** Its successor has begun. */
        @Override
        public void end() {
            Await.until("another script runner of " + node, Node.PATIENCE, () -> !runners()
                    .isEmpty());
        }
    }

    /** kill -9 of the web. */
    record WebKilled(Cluster cluster) implements ProcessFault {
        @Override
        public void begin() {
            cluster.web().kill9();
        }

        @Override
        public void end() {
            cluster.restartWeb();
        }
    }

    /** What exporters and operators send, in any order and close together. */
    record Signalled(Node node, List<Integer> signals) implements ProcessFault {
        private static final List<Integer> NUMBERS = List.of(1, 10, 12, 36, 63);
        private static final int COUNT = 30;

        static Signalled of(Node node, RandomGenerator chance) {
            return new Signalled(
                    node,
                    chance.ints(COUNT, 0, NUMBERS.size()).mapToObj(NUMBERS::get).toList());
        }

        @Override
        public void begin() {
            signals.forEach(node.director()::signal);
        }

        @Override
        public void end() {
            // nothing stays of it
        }
    }

    /**
     * The director lives in a time namespace whose monotonic clock is elsewhere: its stamps jump against those of the
     * runs before and after. The wall clock has no namespace.
     */
    record OtherTime(Node node, long seconds) implements ProcessFault {
        static boolean possible() {
            return Shell.can("unshare", "--time", "--monotonic", "100", "true");
        }

        /** From a little after the boot to years ahead. */
        static OtherTime of(Node node, RandomGenerator chance) {
            long up = System.nanoTime() / 1_000_000_000;
            return new OtherTime(
                    node, chance.nextBoolean() ? -(long) (up * chance.nextDouble(0.9)) : chance.nextLong(1L << 27));
        }

        @Override
        public void begin() {
            node.stop();
            var offset = Long.toString(seconds);
            node.start("unshare", "--time", "--monotonic", offset, "--boottime", offset);
        }

        @Override
        public void end() throws IOException {
            Await.until(node + " to run in another time", Node.PATIENCE, () -> node.ask("status")
                    .startsWith("ok\n"));
            node.stop();
            node.start();
        }
    }

    /** Clients that connect to the control socket, say nothing or half a line, and stay. */
    final class ControlHung implements ProcessFault {
        private static final int CLIENTS = 80;

        private final Node node;
        private final RandomGenerator chance;
        private final Connections connections = new Connections();

        ControlHung(Node node, RandomGenerator chance) {
            this.node = node;
            this.chance = chance;
        }

        @Override
        public void begin() throws IOException {
            for (int i = 0; i < CLIENTS; i++) {
                connections.open(
                        node,
                        switch (chance.nextInt(4)) {
                            case 0 -> "";
                            case 1 -> "sta";
                            case 2 -> "status\n";
                            default -> "\0\1\2".repeat(3_000);
                        });
            }
        }

        @Override
        public void end() throws IOException {
            connections.close();
        }
    }

    /** Clients of the web that never end their request. */
    final class WebHung implements ProcessFault {
        private static final int CLIENTS = 150;

        private final Cluster cluster;
        private @Nullable Running clients;

        WebHung(Cluster cluster) {
            this.cluster = cluster;
        }

        @Override
        public void begin() {
            clients = cluster.hangOnWeb(CLIENTS);
        }

        @Override
        public void end() {
            if (clients != null) {
                clients.kill9();
            }
        }
    }
}
