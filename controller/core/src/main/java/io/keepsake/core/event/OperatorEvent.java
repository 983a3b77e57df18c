package io.keepsake.core.event;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.value.Block;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.SyncDaemon;
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.core.value.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people and the process that serves them did. */
public sealed interface OperatorEvent extends Event {

    /**
     * The director began to run.
     *
     * @param node the host name, or what {@code -i} names
     * @param version of this program
     * @param bootId the kernel's id of this boot: moments of different boots do not compare
     */
    record ProcessStarted(String node, String version, long pid, String bootId) implements OperatorEvent {}

    /**
     * A configuration was checked and is in force from here on.
     *
     * @param text the files as read, in one text, with every secret replaced by {@code ***}
     */
    record ConfigAccepted(ControllerConfig config, String text) implements OperatorEvent {}

    /** A configuration was refused and nothing of it applied. */
    record ConfigRefused(List<String> problems) implements OperatorEvent {
        public ConfigRefused {
            problems = List.copyOf(problems);
        }
    }

    /**
     * The journal said which addresses an earlier run put on links and did not take away. The journal is opened beside
     * the election, so this comes when it comes.
     */
    record LeftoversRecalled(Leftovers leftovers) implements OperatorEvent {}

    /**
     * What one run leaves to the next.
     *
     * @param addresses put on links and not seen to go; of this boot only
     * @param services put into the IPVS table and not seen to go; of this boot only
     * @param failed checkers that were bad
     * @param drains that were not over; their ends are moments of this boot
     * @param servers virtual servers that had their quorum, or checkers that had proved themselves
     * @param daemons sync daemons it had begun and not ended; of this boot only
     * @param holds of instances that were not over; their ends are moments of this boot
     * @param blocks asked of the packet filter and not taken back; of this boot only
     * @param routing routes and rules it put there and did not see go; of this boot only
     * @param hosts addresses that the host had put there itself when an owner said that they are its own; of this boot only
     */
    record Leftovers(
            List<LinkAddress> addresses,
            List<ServiceKey> services,
            List<FailedChecker> failed,
            List<Drain> drains,
            List<KnownServer> servers,
            List<SyncDaemon> daemons,
            List<Hold> holds,
            List<Block.Key> blocks,
            List<Routing> routing,
            List<LinkAddress> hosts) {
        /** Nothing is left. */
        public static final Leftovers NONE = of(List.of());

        /** Nothing but addresses is left. */
        public static Leftovers of(List<LinkAddress> addresses) {
            return new Leftovers(
                    addresses, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                    List.of());
        }

        public Leftovers {
            addresses = List.copyOf(addresses);
            services = List.copyOf(services);
            failed = List.copyOf(failed);
            drains = List.copyOf(drains);
            servers = List.copyOf(servers);
            daemons = List.copyOf(daemons);
            holds = List.copyOf(holds);
            blocks = List.copyOf(blocks);
            routing = List.copyOf(routing);
            hosts = List.copyOf(hosts);
        }

        /**
         * The addresses that the next run takes for its own: none that the host had of its own, also if a director put it
         * back since. The host may have done so again when none ran, and would lose its network with it.
         */
        public List<LinkAddress> ours() {
            return addresses.stream()
                    .filter(address -> !hosts.contains(address))
                    .toList();
        }

        /** What of the host it is about. */
        public Watched watched() {
            var links = new HashSet<InterfaceName>();
            addresses.forEach(address -> links.add(address.link()));
            routing.forEach(what -> links.addAll(what.links()));
            return Watched.of(links, Set.of(), Set.copyOf(routing));
        }

        /**
         * What another boot of the machine begins with: nothing stands any more; drains and holds go on by the wall clock,
         * but for no longer than they had left.
         *
         * @param end when the earlier boot was last heard of
         * @param now this boot
         */
        public Leftovers afterBoot(Stamp end, Stamp now) {
            return new Leftovers(
                    List.of(),
                    List.of(),
                    failed,
                    drains.stream().map(drain -> drain.movedTo(end, now)).toList(),
                    servers,
                    List.of(),
                    holds.stream().map(hold -> hold.movedTo(end, now)).toList(),
                    List.of(),
                    List.of(),
                    List.of());
        }
    }

    /** One instant on both clocks. */
    record Stamp(Moment at, Instant wall) {

        /** A moment of the boot that ended at {@code end}, in this one: by the wall clock, but no later than it was off then. */
        Moment carried(Moment until, Stamp end) {
            if (until.equals(Moment.NEVER)) {
                return until;
            }
            long had = Math.max(0, until.since(end.at));
            long passed = Math.max(0, Duration.between(end.wall, wall).toNanos());
            return at.plus(Math.max(0, had - passed));
        }
    }

    /**
     * A virtual server as the last run knew it.
     *
     * @param quorum whether it had its quorum
     * @param good its checkers that were good because a check had said so
     */
    record KnownServer(VirtualServerName server, boolean quorum, List<GoodChecker> good) {
        public KnownServer {
            good = List.copyOf(good);
        }
    }

    /**
     * A checker that was good.
     *
     * @param number of it among those of its real server
     * @param asked the weight its script asked for, or the number in its file
     */
    record GoodChecker(Endpoint real, int number, long asked) {}

    /** A checker that was bad, and its last error. */
    record FailedChecker(CheckerId checker, String why) {}

    /**
     * A real server that takes no new connections because someone said so.
     *
     * @param real null for all of the virtual server
     * @param until when it ends by itself; {@link Moment#NEVER} until it is cancelled
     */
    record Drain(VirtualServerName server, @Nullable Endpoint real, Moment until, String reason, String by) {

        private Drain movedTo(Stamp end, Stamp now) {
            return new Drain(server, real, now.carried(until, end), reason, by);
        }
    }

    /** Someone asked for a drain. One that is there already gets this end and reason. */
    record DrainRequested(Drain drain) implements OperatorEvent {}

    /** Someone ended a drain before its time. */
    record DrainCancelled(
            VirtualServerName server, @Nullable Endpoint real, String by) implements OperatorEvent {}

    /** Someone asked for a hold. One that is there already gets this kind, end and reason. */
    record HoldRequested(Hold hold) implements OperatorEvent {}

    /** Someone ended the hold of this instance, and of its sync group, before its time. */
    record HoldReleased(InstanceName instance, String by) implements OperatorEvent {}

    /**
     * These instances are about to be taken away, by a reload that waits for it: those that are master say goodbye, and leave
     * their addresses until their successors are there (decision 0024).
     */
    record HandoverRequested(List<InstanceName> instances, String by) implements OperatorEvent {
        public HandoverRequested {
            instances = List.copyOf(instances);
        }
    }

    /** A signal came that asks for nothing here: its number, and what was made of it. */
    record SignalHeard(int number, String answer) implements OperatorEvent {}

    /**
     * Someone asked the director to end: SIGTERM, SIGINT.
     *
     * @param keepIpvs {@code -I}: the IPVS table stays as it is
     * @param keepVrrp {@code -V}: masters say no goodbye and their addresses stay, as if the process were killed
     */
    record StopRequested(String by, boolean keepIpvs, boolean keepVrrp) implements OperatorEvent {}
}
