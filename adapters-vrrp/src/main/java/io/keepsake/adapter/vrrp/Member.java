package io.keepsake.adapter.vrrp;

import io.keepsake.adapter.vrrp.sys.Structs;
import io.keepsake.adapter.vrrp.wire.AuthData;
import io.keepsake.adapter.vrrp.wire.Expected;
import io.keepsake.adapter.vrrp.wire.Ipv4Codec;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.OldUnicastChecksum;
import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Secret;
import io.keepsake.core.value.VrrpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One configured instance as the wire knows it: what it sends to whom, what it demands, and where it has joined. */
final class Member {
    private final InstanceConfig config;
    private final AuthData auth;
    private final Expected expected;
    private final List<Ip> destinations;
    private final byte[][] sockaddrs;
    private @Nullable Endpoint endpoint;

    Member(InstanceConfig config, @Nullable Secret password) {
        this.config = config;
        this.auth = authData(config, password);
        this.expected = new Expected(
                config.version(),
                auth,
                config.unicast(),
                config.unicast() && config.options().oldChecksum() != OldUnicastChecksum.NEVER ? config.group() : null);
        this.destinations = config.unicast() ? config.unicastPeers() : List.of(config.group());
        this.sockaddrs = destinations.stream().map(Structs::sockaddr).toArray(byte[][]::new);
    }

    private static AuthData authData(InstanceConfig config, @Nullable Secret password) {
        if (config.version() == VrrpVersion.V3 || config.auth() != AuthType.PASS) {
            return AuthData.NONE;
        }
        if (password == null) {
            throw new IllegalArgumentException(config.name() + " has auth_type PASS and no password came with it");
        }
        return AuthData.pass(password);
    }

    InstanceName name() {
        return config.name();
    }

    InstanceConfig config() {
        return config;
    }

    AuthData auth() {
        return auth;
    }

    /** What the checksum of its adverts is taken over. */
    ChecksumForm checksumForm() {
        return config.v3ChecksumAsV2() ? ChecksumForm.MESSAGE_ONLY : ChecksumForm.USUAL;
    }

    /** The destination in the pseudo header of what goes to this one. */
    Ip summed(Ip destination) {
        return config.options().oldChecksum() == OldUnicastChecksum.SENT ? config.group() : destination;
    }

    /** The TTL or hop limit of its adverts. */
    int ttl() {
        int wanted = config.options().unicastTtl();
        return wanted == 0 ? Ipv4Codec.TTL : wanted;
    }

    Expected expected() {
        return expected;
    }

    Place place() {
        return Place.of(config);
    }

    List<Ip> destinations() {
        return destinations;
    }

    byte[] sockaddr(int destination) {
        return sockaddrs[destination];
    }

    @Nullable Endpoint endpoint() {
        return endpoint;
    }

    void endpoint(@Nullable Endpoint joined) {
        endpoint = joined;
    }

    /** Whether this is heard where {@code other} is. */
    boolean standsWhere(Member other) {
        return place().equals(other.place()) && config.vrid().equals(other.config.vrid());
    }
}
