package io.keepsake.world;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The wires between the machines. Beside each machine stands a client, on the same side of every cut as the machine
 * itself, that believes gratuitous ARP.
 */
public final class Network {
    private final World world;
    private final Path[][] paths;
    private final List<Map<Ip, Machine>> clients;
    private final int size;

    Network(World world, int size, SeededRandom random) {
        this.world = world;
        this.size = size;
        paths = new Path[size][size];
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                paths[from][to] = new Path(random.of(from * 64L + to));
            }
        }
        clients = Stream.generate(() -> (Map<Ip, Machine>) new HashMap<Ip, Machine>())
                .limit(size)
                .toList();
    }

    public Path path(int from, int to) {
        return paths[from][to];
    }

    /** Every path is as it should be. */
    void endFaults() {
        for (var from : paths) {
            for (var path : from) {
                path.endFaults();
            }
        }
    }

    /** Whom the client beside this machine takes for the holder of the address; null when it never heard of it. */
    public @Nullable Machine believed(int beside, Ip address) {
        return clients.get(beside).get(address);
    }

    void send(Machine from, InstanceConfig self, SendAdvert request, int id) {
        int identification = self.family() == Family.IPV4 ? id : 0;
        var group = self.unicast() ? null : self.group();
        for (int to = 0; to < size; to++) {
            if (to != from.number() && reaches(self, to)) {
                var path = paths[from.number()][to];
                path.send(world.machines().get(to), group, request, identification);
                if (path.repeats()) {
                    path.send(world.machines().get(to), group, request, identification);
                }
            }
        }
    }

    private static boolean reaches(InstanceConfig self, int to) {
        var address =
                switch (self.family()) {
                    case IPV4 -> Machine.addressOf(to);
                    case IPV6 -> Machine.linkLocalOf(to);
                };
        return !self.unicast() || self.unicastPeers().contains(address);
    }

    void announce(Machine from, InterfaceName on, List<Ip> addresses) {
        for (int to = 0; to < size; to++) {
            if (to == from.number()
                    || !paths[from.number()][to].isCut()
                            && world.machines().get(to).kernel().usable(on)) {
                for (var address : addresses) {
                    clients.get(to).put(address, from);
                }
            }
        }
    }
}
