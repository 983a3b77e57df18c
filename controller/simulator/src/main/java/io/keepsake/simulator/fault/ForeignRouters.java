package io.keepsake.simulator.fault;

import static io.keepsake.simulator.fault.NetworkFaults.seconds;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.world.Injection;
import io.keepsake.world.Machine;
import io.keepsake.world.Packet;
import io.keepsake.world.World;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What other routers do that are no machines of the world, and that hear nobody. */
final class ForeignRouters {
    private static final Ip ELSEWHERE = Ip.v4(0x0a00_00fe);

    private ForeignRouters() {}

    /** Where a router sends that wants to be heard by this instance; null for to it alone. */
    private static @Nullable Ip group(InstanceConfig instance) {
        return instance.unicast() ? null : instance.group();
    }

    /** In what its adverts differ from those of the machines. */
    enum Difference {
        NOTHING,
        VERSION,
        INTERVAL,
        /** Not one in common. */
        ADDRESSES,
        /** One more. */
        MORE_ADDRESSES
    }

    /** A router that advertises some times, whatever it hears. */
    record ForeignRouter(Ip source, int priority, Difference difference, int count, long everyNanos)
            implements Injection {
        @Override
        public void happen(World world) {
            for (int i = 0; i < count; i++) {
                world.after(i * everyNanos, () -> world.machines().forEach(m -> advertise(world, m)));
            }
        }

        private void advertise(World world, Machine to) {
            var self = to.config().instances().getFirst();
            world.inject(new Packet(to, source, group(self), advert(self), null, 0));
        }

        private Advert advert(InstanceConfig self) {
            // RFC 3768 7.1 does not say the same of an owner's list as of all others.
            boolean owner = difference == Difference.ADDRESSES && priority == 255;
            var own = self.advert(new Priority(owner ? 254 : priority));
            return new Advert(
                    difference == Difference.VERSION ? other(own.version()) : own.version(),
                    own.vrid(),
                    own.priority(),
                    difference == Difference.INTERVAL
                            ? new AdvertInterval(own.interval().centis() + 100)
                            : own.interval(),
                    own.auth(),
                    addresses(own));
        }

        private List<Ip> addresses(Advert own) {
            return switch (difference) {
                case NOTHING, VERSION, INTERVAL -> own.addresses();
                case ADDRESSES -> List.of(ELSEWHERE);
                case MORE_ADDRESSES ->
                    Stream.concat(own.addresses().stream(), Stream.of(ELSEWHERE))
                            .toList();
            };
        }

        private static VrrpVersion other(VrrpVersion version) {
            return switch (version) {
                case V2 -> VrrpVersion.V3;
                case V3 -> VrrpVersion.V2;
            };
        }

        @Override
        public String kind() {
            return "foreign";
        }

        @Override
        public String print() {
            return "a foreign router " + source + " of priority " + priority
                    + (difference == Difference.NOTHING ? "" : " with other " + difference) + " advertises " + count
                    + " times every " + seconds(everyNanos);
        }
    }

    /**
     * A packet that is no advert for this machine arrives there, or one that is its own.
     *
     * @param damage what is wrong with it; null for a reflected advert of its own
     */
    record OddPacket(int node, @Nullable RejectReason damage) implements Injection {
        @Override
        public void happen(World world) {
            var to = world.machines().get(node);
            var self = to.config().instances().getFirst();
            var source = damage == null ? Machine.addressOf(node) : Ip.v4(0x0a00_00fd);
            world.inject(new Packet(to, source, group(self), self.advert(self.priority()), damage, 0));
        }

        @Override
        public String kind() {
            return damage == null ? "reflected" : "damaged";
        }

        @Override
        public String print() {
            return "n" + (node + 1) + " hears " + (damage == null ? "its own advert" : "a packet with wrong " + damage);
        }
    }
}
