package io.keepsake.adapter.vrrp;

import io.keepsake.core.config.AddressListCheck;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.GarpConfig;
import io.keepsake.core.config.GarpPace;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.InstanceOptions;
import io.keepsake.core.config.Notifications;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Secret;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An adapter at work in a namespace, with instances named {@code VI_<vrid>}. */
final class Node implements AutoCloseable {
    static final Ip GROUP = Ip.parse("224.0.0.18");

    private long sent;
    private final Namespace namespace;
    private final VrrpAdapter adapter;

    private Node(Namespace namespace, VrrpAdapter adapter) {
        this.namespace = namespace;
        this.adapter = adapter;
    }

    static Node open(Namespace namespace) throws Exception {
        return new Node(namespace, namespace.in(VrrpAdapter::open));
    }

    /** An instance on {@code link}: PASS with version 2; unicast with peers. */
    static InstanceConfig instance(String link, int vrid, VrrpVersion version, Ip group, String... peers) {
        return new InstanceConfig(
                new InstanceName("VI_" + vrid),
                new InterfaceName(link),
                new Vrid(vrid),
                version,
                Family.IPV4,
                Role.BACKUP,
                new Priority(100),
                new AdvertInterval(100),
                version == VrrpVersion.V2 ? AuthType.PASS : AuthType.NONE,
                group,
                null,
                List.of(peers).stream().map(Ip::parse).toList(),
                List.of(virtual(link)),
                List.of(),
                true,
                0,
                3,
                false,
                false,
                false,
                new GarpConfig(0, 5, 0, 1, 0, 0, 0),
                true,
                List.of(),
                AddressListCheck.TELL,
                false,
                List.of(),
                Notifications.NONE,
                List.of(),
                List.of(),
                InstanceOptions.NONE);
    }

    /** The instance with {@code v3_checksum_as_v2}. */
    static InstanceConfig summingAsV2(InstanceConfig i) {
        return new InstanceConfig(
                i.name(),
                i.link(),
                i.vrid(),
                i.version(),
                i.family(),
                i.startRole(),
                i.priority(),
                i.interval(),
                i.auth(),
                i.group(),
                i.source(),
                i.unicastPeers(),
                i.addresses(),
                i.excluded(),
                i.preempt(),
                i.preemptDelayNanos(),
                i.downTimerAdverts(),
                i.lowerPrioNoAdvert(),
                i.higherPrioSendAdvert(),
                i.checkUnicastSource(),
                i.garp(),
                i.trackPrimary(),
                i.trackedLinks(),
                i.listCheck(),
                true,
                List.of(),
                Notifications.NONE,
                List.of(),
                List.of(),
                InstanceOptions.NONE);
    }

    private static VirtualAddress virtual(String link) {
        return new VirtualAddress(
                InterfaceAddress.parse("10.9.0.100"), new InterfaceName(link), null, 0, null, false, true);
    }

    void configure(String password, InstanceConfig... instances) throws Exception {
        configure(password, false, instances);
    }

    /** @param tellsUnknown {@code log_unknown_vrids} */
    void configure(String password, boolean tellsUnknown, InstanceConfig... instances) throws Exception {
        var secret = new Secret(password.getBytes(StandardCharsets.US_ASCII));
        Map<InstanceName, Secret> passwords =
                List.of(instances).stream().collect(Collectors.toMap(InstanceConfig::name, _ -> secret));
        namespace.in(() -> {
            adapter.configure(
                    ControllerConfig.ofInstances("node", 0, List.of(instances))
                            .but()
                            .tellsUnknownVrids(tellsUnknown)
                            .build(),
                    passwords);
            return true;
        });
    }

    /** Configures no instance, and a pace for gratuitous ARP. */
    void paced(GarpPace pace) throws Exception {
        var config = ControllerConfig.named("node").garpPaces(List.of(pace)).build();
        namespace.in(() -> {
            adapter.configure(config, Map.of());
            return true;
        });
    }

    /** Configures the instances and joins each. */
    void run(String password, InstanceConfig... instances) throws Exception {
        configure(password, instances);
        for (var instance : instances) {
            var outcome = join(instance);
            if (!outcome.equals(Outcome.DONE)) {
                throw new AssertionError(outcome);
            }
        }
    }

    Outcome join(InstanceConfig instance) throws Exception {
        return join(instance, namespace.linkIndex(instance.link().value()));
    }

    Outcome join(InstanceConfig instance, int linkIndex) throws Exception {
        return join(instance, linkIndex, 1);
    }

    Outcome join(InstanceConfig instance, int linkIndex, long incarnation) throws Exception {
        return namespace.in(
                () -> adapter.handle(new JoinGroup(instance.name(), instance.link(), linkIndex, incarnation)));
    }

    /** Sends one, as the effect after the last one sent. */
    Outcome advertise(InstanceConfig instance, String source) throws Exception {
        return namespace.in(() -> adapter.handle(
                new SendAdvert(instance.name(), Ip.parse(source), instance.advert(instance.priority())), ++sent));
    }

    /** What comes until {@code count} packets were taken; fails when they do not come. */
    List<VrrpEvent> hear(int count) throws Exception {
        return namespace.in(() -> {
            var heard = new ArrayList<VrrpEvent>();
            int taken = 0;
            while (taken < count) {
                if (!Namespace.awaitReadable(adapter.readyFd(), 600_000)) {
                    throw new AssertionError("taken " + taken + " of " + count + " packets, then 10 s of silence");
                }
                taken += adapter.drain(heard::add);
            }
            return heard;
        });
    }

    VrrpAdapter adapter() {
        return adapter;
    }

    @Override
    public void close() {
        adapter.close();
    }
}
