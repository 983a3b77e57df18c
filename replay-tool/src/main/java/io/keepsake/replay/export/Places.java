package io.keepsake.replay.export;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.StandingAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the instances of one node are: their links, whom they send to, and the address at which they are reached. */
final class Places {
    private static final Ip NOWHERE_V4 = Ip.parse("0.0.0.0");
    private static final Ip NOWHERE_V6 = Ip.parse("::");

    private final Map<InstanceName, InstanceConfig> instances = new HashMap<>();
    private final Map<InstanceName, Ip> sources = new HashMap<>();
    private List<StandingAddress> addresses = List.of();

    void take(Turn turn) {
        switch (turn.recorded().event()) {
            case ConfigAccepted accepted -> configured(accepted.config());
            case KernelRead read -> addresses = read.addresses();
            case Checkpoint checkpoint
            when instances.isEmpty() -> {
                var state = NodeState.of(checkpoint);
                addresses = state.links().addresses();
                var vrrp = state.vrrp();
                if (vrrp != null) {
                    configured(vrrp.config());
                }
            }
            default -> {}
        }
        for (var effect : turn.effects()) {
            if (effect instanceof SendAdvert sent) {
                sources.put(sent.instance(), sent.source());
            }
        }
    }

    private void configured(ControllerConfig config) {
        instances.clear();
        config.instances().forEach(instance -> instances.put(instance.name(), instance));
    }

    /** The link of an instance; empty where its configuration is not recorded. */
    String link(InstanceName name) {
        var instance = instances.get(name);
        return instance == null ? "" : instance.link().value();
    }

    /** Where an advert of the instance goes: to its group, or to each peer. */
    List<Ip> destinations(InstanceName name, Family family) {
        var instance = instances.get(name);
        if (instance == null) {
            return List.of(nowhere(family));
        }
        return instance.unicast() ? instance.unicastPeers() : List.of(instance.group());
    }

    /** Where an advert that the instance heard went to: its group, or the address that it sends from. */
    Ip here(InstanceName name, Family family) {
        var instance = instances.get(name);
        if (instance != null && !instance.unicast()) {
            return instance.group();
        }
        var own = instance == null || instance.source() == null ? sources.get(name) : instance.source();
        return own == null ? first(instance == null ? null : instance.link(), family) : own;
    }

    private Ip first(@Nullable InterfaceName link, Family family) {
        return addresses.stream()
                .map(StandingAddress::place)
                .filter(place -> place.link().equals(link))
                .map(place -> place.address().ip())
                .filter(ip -> ip.family() == family)
                .findFirst()
                .orElse(nowhere(family));
    }

    private static Ip nowhere(Family family) {
        return family == Family.IPV4 ? NOWHERE_V4 : NOWHERE_V6;
    }
}
