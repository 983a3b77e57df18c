package io.keepsake.simulator.fault;

import static io.keepsake.simulator.fault.NetworkFaults.seconds;

import io.keepsake.core.event.Hold;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OperatorEvent.HoldReleased;
import io.keepsake.core.event.OperatorEvent.HoldRequested;
import io.keepsake.world.Injection;
import io.keepsake.world.Machine;
import io.keepsake.world.World;

/** What operators want of instances. */
final class OperatorFaults {
    private OperatorFaults() {}

    /** An operator wants an instance not to be master for a while, and perhaps ends it early. */
    record Holds(int node, int which, Hold.Kind wish, boolean releases, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            var machine = world.machines().get(node);
            var instances = machine.config().instances();
            var director = machine.director();
            if (instances.isEmpty() || director == null) {
                return;
            }
            var name = instances.get(which % instances.size()).name();
            var until = director.now().plus(nanos);
            director.offer(new HoldRequested(new Hold(name, wish, until, "repair", "root")));
            if (releases) {
                world.after(nanos / 2, () -> tell(machine, new HoldReleased(name, "root")));
            }
        }

        private static void tell(Machine machine, OperatorEvent event) {
            var director = machine.director();
            if (director != null) {
                director.offer(event);
            }
        }

        @Override
        public String kind() {
            return wish == Hold.Kind.HOLD ? "hold" : "demote";
        }

        @Override
        public String print() {
            return "an operator wants " + wish + " of an instance of n" + (node + 1) + " for " + seconds(nanos)
                    + (releases ? ", and ends it early" : "");
        }
    }
}
