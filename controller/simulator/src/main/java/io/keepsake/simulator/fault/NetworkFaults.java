package io.keepsake.simulator.fault;

import io.keepsake.core.text.TextSink;
import io.keepsake.world.Injection;
import io.keepsake.world.Path;
import io.keepsake.world.Path.Impairment;
import io.keepsake.world.World;
import java.util.function.Consumer;

/** What happens to wires. */
final class NetworkFaults {
    private NetworkFaults() {}

    /** For a while, packets from one machine to another suffer this. */
    record ImpairedPath(String kind, int from, int to, Impairment impairment, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            world.network().path(from, to).impair(impairment);
            world.after(nanos, () -> world.network().path(from, to).impair(Impairment.NONE));
        }

        @Override
        public String print() {
            return kind + " on the way n" + (from + 1) + " to n" + (to + 1) + " for " + seconds(nanos);
        }
    }

    /** For a while, no packet passes between those whose bit is set and those whose bit is not. */
    record Partition(int side, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            across(world, Path::cut);
            world.after(nanos, () -> {
                across(world, Path::heal);
                world.disturb();
            });
        }

        private void across(World world, Consumer<Path> what) {
            int size = world.machines().size();
            for (int from = 0; from < size; from++) {
                for (int to = 0; to < size; to++) {
                    if ((side >> from & 1) != (side >> to & 1)) {
                        what.accept(world.network().path(from, to));
                    }
                }
            }
        }

        @Override
        public String kind() {
            return "partition";
        }

        @Override
        public String print() {
            return "partition " + Integer.toBinaryString(side) + " for " + seconds(nanos);
        }
    }

    /** For a while, no packet passes one way. */
    record OneWay(int from, int to, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            world.network().path(from, to).cut();
            world.after(nanos, () -> {
                world.network().path(from, to).heal();
                world.disturb();
            });
        }

        @Override
        public String kind() {
            return "oneway";
        }

        @Override
        public String print() {
            return "n" + (to + 1) + " does not hear n" + (from + 1) + " for " + seconds(nanos);
        }
    }

    static String seconds(long nanos) {
        return TextSink.seconds(nanos) + "s";
    }
}
