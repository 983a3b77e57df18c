package io.keepsake.simulator.fault;

import static io.keepsake.simulator.fault.NetworkFaults.seconds;

import io.keepsake.world.Injection;
import io.keepsake.world.Machine;
import io.keepsake.world.Scripts;
import io.keepsake.world.TrackedProcesses;
import io.keepsake.world.World;

/** What happens to directors and to the machines they run on. */
final class ProcessFaults {
    private ProcessFaults() {}

    private static String name(int node) {
        return "n" + (node + 1);
    }

    private static void startAfter(World world, Machine machine, long nanos) {
        world.after(nanos, () -> {
            machine.start();
            world.disturb();
        });
    }

    /** {@code kill -9}, and a start later. */
    record Crash(int node, int unwritten, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            var machine = world.machines().get(node);
            var director = machine.director();
            if (director != null) {
                director.kill(unwritten);
                startAfter(world, machine, nanos);
            }
        }

        @Override
        public String kind() {
            return "crash";
        }

        @Override
        public String print() {
            return name(node) + " is killed, " + unwritten + " turns unwritten; starts again after " + seconds(nanos);
        }
    }

    /** For a while another number is in the files that instances track. */
    record FilesHold(int node, long number, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            var files = world.machines().get(node).files();
            files.set(number);
            world.after(nanos, () -> files.set(0));
        }

        @Override
        public String kind() {
            return "file";
        }

        @Override
        public String print() {
            return "the tracked files of " + name(node) + " hold " + number + " for " + seconds(nanos);
        }
    }

    /** For a while another number of the processes that instances track runs. */
    record ProcessesRun(int node, int count, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            var processes = world.machines().get(node).processes();
            processes.set(count);
            world.after(nanos, () -> processes.set(TrackedProcesses.ENOUGH));
        }

        @Override
        public String kind() {
            return "process";
        }

        @Override
        public String print() {
            return count + " of the tracked processes of " + name(node) + " run for " + seconds(nanos);
        }
    }

    /** For a while the scripts that instances track end otherwise than well. */
    record ScriptsEnd(int node, Scripts.Mode mode, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            var machine = world.machines().get(node);
            machine.scripts().set(mode);
            world.after(nanos, () -> {
                machine.scripts().set(Scripts.Mode.WELL);
                world.disturb();
            });
        }

        @Override
        public String kind() {
            return "script";
        }

        @Override
        public String print() {
            return "tracked scripts of " + name(node) + ": " + mode + " for " + seconds(nanos);
        }
    }

    /** SIGTERM, and a start later. */
    record Stop(int node, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            var machine = world.machines().get(node);
            var director = machine.director();
            if (director != null) {
                director.stop();
                startAfter(world, machine, nanos);
            }
        }

        @Override
        public String kind() {
            return "stop";
        }

        @Override
        public String print() {
            return name(node) + " is stopped; starts again after " + seconds(nanos);
        }
    }

    /** The power fails. */
    record Reboot(int node, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            var machine = world.machines().get(node);
            machine.reboot();
            startAfter(world, machine, nanos);
        }

        @Override
        public String kind() {
            return "reboot";
        }

        @Override
        public String print() {
            return name(node) + " loses power; its director starts after " + seconds(nanos);
        }
    }

    /**
     * SIGSTOP, a long collection of garbage, stolen CPU: packets wait meanwhile.
     *
     * @param within from the middle of the next turn of its loop on
     */
    record Pause(int node, boolean within, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            var director = world.machines().get(node).director();
            if (director != null && !director.paused()) {
                if (within) {
                    director.pauseWithin();
                } else {
                    director.pause();
                }
                world.after(nanos, () -> {
                    director.resume();
                    world.disturb();
                });
            }
        }

        @Override
        public String kind() {
            return within ? "pause_within" : "pause";
        }

        @Override
        public String print() {
            return name(node) + " stands still" + (within ? " in the middle of a turn for " : " for ") + seconds(nanos);
        }
    }

    /**
     * The whole machine stands still and hears nothing.
     *
     * @param clockToo whether its monotonic clock stands still too: a machine put to sleep
     */
    record Freeze(int node, boolean clockToo, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            var machine = world.machines().get(node);
            var director = machine.director();
            if (director != null && !director.paused()) {
                director.freeze();
                world.after(nanos, () -> {
                    if (clockToo && director.paused() && machine.director() == director) {
                        machine.slept(nanos);
                    }
                    director.resume();
                    world.disturb();
                });
            }
        }

        @Override
        public String kind() {
            return clockToo ? "sleep" : "freeze";
        }

        @Override
        public String print() {
            return name(node) + (clockToo ? " sleeps for " : " freezes for ") + seconds(nanos);
        }
    }

    /** Someone sets the wall clock. */
    record Step(int node, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            world.machines().get(node).stepClock(nanos);
        }

        @Override
        public String kind() {
            return "step";
        }

        @Override
        public String print() {
            return "the wall clock of " + name(node) + " is set by " + seconds(nanos);
        }
    }
}
