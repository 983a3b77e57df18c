package io.keepsake.simulator.fault;

import static io.keepsake.simulator.fault.NetworkFaults.seconds;

import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.world.Injection;
import io.keepsake.world.Kernel;
import io.keepsake.world.Machine;
import io.keepsake.world.World;

/** What happens to the links and addresses of a machine, and to what its kernel answers. */
final class KernelFaults {
    private KernelFaults() {}

    private static Machine machine(World world, int node) {
        return world.machines().get(node);
    }

    private static String name(int node) {
        return "n" + (node + 1);
    }

    /** What an interface suffers. */
    enum LinkTrouble {
        DOWN,
        NO_CARRIER,
        /** And made anew, under another index. */
        DELETED,
        /** To another namespace and back, under the same index: what was joined on it is not joined any more. */
        MOVED
    }

    /** For a while a link is not what it should be. */
    record LinkFails(int node, InterfaceName link, LinkTrouble trouble, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            var kernel = machine(world, node).kernel();
            switch (trouble) {
                case DOWN -> kernel.set(link, false, false);
                case NO_CARRIER -> kernel.set(link, true, false);
                case DELETED, MOVED -> kernel.delete(link);
            }
            world.after(nanos, () -> {
                machine(world, node).makeLink(link, trouble == LinkTrouble.MOVED);
                kernel.set(link, true, true);
                world.disturb();
            });
        }

        @Override
        public String kind() {
            return link.equals(Kernel.LINK) ? "link" : "second_link";
        }

        @Override
        public String print() {
            return link + " of " + name(node) + " is " + trouble + " for " + seconds(nanos);
        }
    }

    /** Someone takes a virtual address away, if it stands there, and empties the packet filter. */
    record AddressTaken(int node) implements Injection {
        @Override
        public void happen(World world) {
            machine(world, node).config().instances().stream()
                    .flatMap(instance -> instance.addresses().stream().limit(1))
                    .forEach(first -> machine(world, node).kernel().remove(first.place(), false));
            machine(world, node).firewall().flush();
        }

        @Override
        public String kind() {
            return "taken";
        }

        @Override
        public String print() {
            return "someone takes the virtual addresses off " + name(node) + ", and flushes its packet filter";
        }
    }

    /** Someone takes virtual routes and rules away, if they stand there. */
    record RoutesTaken(int node) implements Injection {
        @Override
        public void happen(World world) {
            machine(world, node).config().instances().stream()
                    .flatMap(instance -> instance.options().routing().stream())
                    .forEach(wanted -> machine(world, node).kernel().remove(wanted.what(), false));
        }

        @Override
        public String kind() {
            return "taken";
        }

        @Override
        public String print() {
            return "someone takes the virtual routes and rules off " + name(node);
        }
    }

    /** Someone puts an address on the link by hand. */
    record AddressAdded(int node, Ip ip, int prefix) implements Injection {
        @Override
        public void happen(World world) {
            machine(world, node).kernel().add(new LinkAddress(Kernel.LINK, new InterfaceAddress(ip, prefix)), false);
        }

        @Override
        public String kind() {
            return "added";
        }

        @Override
        public String print() {
            return "someone puts " + ip + "/" + prefix + " on " + name(node);
        }
    }

    /** For a while the link has no address of its own. */
    record SourceLost(int node, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            var address = machine(world, node).address();
            machine(world, node).kernel().remove(address, false);
            world.after(nanos, () -> {
                machine(world, node).kernel().add(address, false);
                world.disturb();
            });
        }

        @Override
        public String kind() {
            return "source";
        }

        @Override
        public String print() {
            return name(node) + " has no address of its own for " + seconds(nanos);
        }
    }

    /** The kernel refuses the next changes. */
    record Refuses(int node, int count, int errno) implements Injection {
        @Override
        public void happen(World world) {
            machine(world, node).kernel().fail(count, errno);
            machine(world, node).firewall().fail(count, errno);
        }

        @Override
        public String kind() {
            return "errno";
        }

        @Override
        public String print() {
            return "the kernel of " + name(node) + " refuses " + count + " changes with errno " + errno;
        }
    }

    /** For a while the kernel is slow. */
    record Slow(int node, long answerNanos, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            machine(world, node).kernel().slow(answerNanos);
            world.after(nanos, () -> machine(world, node).kernel().slow(Kernel.ANSWER_NANOS));
        }

        @Override
        public String kind() {
            return "slow";
        }

        @Override
        public String print() {
            return "the kernel of " + name(node) + " needs " + seconds(answerNanos) + " for " + seconds(nanos);
        }
    }

    /** The netlink socket overruns. */
    record NoticesLost(int node, boolean whenItAdds) implements Injection {
        @Override
        public void happen(World world) {
            var kernel = machine(world, node).kernel();
            if (whenItAdds) {
                kernel.loseNextNotices();
            } else {
                kernel.loseNotices();
            }
        }

        @Override
        public String kind() {
            return "overrun";
        }

        @Override
        public String print() {
            return "notices to " + name(node) + " are lost" + (whenItAdds ? " when it next adds an address" : "");
        }
    }

    /** Answers of the kernel never come, and nobody says so. */
    record AnswersLost(int node, int count) implements Injection {
        @Override
        public void happen(World world) {
            machine(world, node).kernel().loseAnswers(count);
            machine(world, node).ipvs().loseAnswers(count);
            machine(world, node).firewall().loseAnswers(count);
        }

        @Override
        public String kind() {
            return "unanswered";
        }

        @Override
        public String print() {
            return "the kernel of " + name(node) + " leaves " + count + " requests without an answer";
        }
    }

    /** The inbox of the director is full for a while. */
    record EventsDropped(int node, int count, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            var director = machine(world, node).director();
            if (director != null) {
                director.dropEvents(count, nanos);
            }
        }

        @Override
        public String kind() {
            return "dropped";
        }

        @Override
        public String print() {
            return "the inbox of " + name(node) + " is full for " + seconds(nanos) + " or " + count + " events";
        }
    }

    /** The next sockets cannot be opened; the link is made anew, so that some must be. */
    record SocketsFail(int node, int count) implements Injection {
        @Override
        public void happen(World world) {
            var machine = machine(world, node);
            machine.kernel().sockets().fail(count);
            machine.kernel().delete(Kernel.LINK);
            machine.makeLink(Kernel.LINK, false);
        }

        @Override
        public String kind() {
            return "socket";
        }

        @Override
        public String print() {
            return name(node) + " gets no sockets, " + count + " times";
        }
    }
}
