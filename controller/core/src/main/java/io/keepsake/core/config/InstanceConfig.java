package io.keepsake.core.config;

import io.keepsake.core.value.Advert;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One {@code vrrp_instance}, checked, with every default filled in.
 *
 * @param link {@code interface}: where adverts are sent and heard
 * @param startRole {@code state}, MASTER or BACKUP: a start preference only (MASTER matters for the owner)
 * @param group where multicast adverts go, {@code mcast_dst_ip} or {@code vrrp_mcast_group4}; unused with peers
 * @param source {@code unicast_src_ip} or {@code mcast_src_ip}; without it the first address of the interface
 * @param unicastPeers {@code unicast_peer}; empty means multicast
 * @param addresses {@code virtual_ipaddress}, carried in adverts, in the order of the file
 * @param excluded {@code virtual_ipaddress_excluded}: held like the others, not carried in adverts
 * @param preemptDelayNanos {@code preempt_delay}; 0 for none
 * @param downTimerAdverts {@code down_timer_adverts}: intervals of silence before a takeover, 1 to 100
 * @param lowerPrioNoAdvert {@code lower_prio_no_advert}: do not answer a lower master with an advert at once
 * @param higherPrioSendAdvert {@code higher_prio_send_advert}: send one advert when stepping down for a higher master
 * @param trackPrimary whether the loss of {@code link} is a fault: not with {@code dont_track_primary}
 * @param trackedLinks {@code track_interface}, in the order of the file
 * @param listCheck what becomes of an advert with other addresses
 * @param v3ChecksumAsV2 {@code v3_checksum_as_v2}: send the checksum of version 3 over IPv4 without the pseudo header
 * @param trackedScripts {@code track_script}, in the order of the file
 * @param notifications the scripts that are told of its transitions
 * @param trackedFiles {@code track_file}, in the order of the file
 * @param trackedProcesses {@code track_process}, in the order of the file
 * @param options what few files say
 */
public record InstanceConfig(
        InstanceName name,
        InterfaceName link,
        Vrid vrid,
        VrrpVersion version,
        Family family,
        Role startRole,
        Priority priority,
        AdvertInterval interval,
        AuthType auth,
        Ip group,
        @Nullable Ip source,
        List<Ip> unicastPeers,
        List<VirtualAddress> addresses,
        List<VirtualAddress> excluded,
        boolean preempt,
        long preemptDelayNanos,
        int downTimerAdverts,
        boolean lowerPrioNoAdvert,
        boolean higherPrioSendAdvert,
        boolean checkUnicastSource,
        GarpConfig garp,
        boolean trackPrimary,
        List<TrackedLink> trackedLinks,
        AddressListCheck listCheck,
        boolean v3ChecksumAsV2,
        List<TrackedScript> trackedScripts,
        Notifications notifications,
        List<TrackedFile> trackedFiles,
        List<TrackedProcess> trackedProcesses,
        InstanceOptions options) {

    public InstanceConfig {
        unicastPeers = List.copyOf(unicastPeers);
        addresses = List.copyOf(addresses);
        excluded = List.copyOf(excluded);
        trackedLinks = List.copyOf(trackedLinks);
        trackedScripts = List.copyOf(trackedScripts);
        trackedFiles = List.copyOf(trackedFiles);
        trackedProcesses = List.copyOf(trackedProcesses);
    }

    /** The same in a sync group, which has a say in what it tracks and in who is told. */
    public InstanceConfig grouped(
            List<TrackedLink> otherLinks,
            List<TrackedScript> otherScripts,
            List<TrackedFile> otherFiles,
            List<TrackedProcess> otherProcesses,
            Notifications others) {
        return new InstanceConfig(
                name,
                link,
                vrid,
                version,
                family,
                startRole,
                priority,
                interval,
                auth,
                group,
                source,
                unicastPeers,
                addresses,
                excluded,
                preempt,
                preemptDelayNanos,
                downTimerAdverts,
                lowerPrioNoAdvert,
                higherPrioSendAdvert,
                checkUnicastSource,
                garp,
                trackPrimary,
                otherLinks,
                listCheck,
                v3ChecksumAsV2,
                otherScripts,
                others,
                otherFiles,
                otherProcesses,
                options);
    }

    /** Every address this instance holds as a master, those that adverts carry first. */
    public Stream<VirtualAddress> virtual() {
        return Stream.concat(addresses.stream(), excluded.stream());
    }

    public boolean unicast() {
        return !unicastPeers.isEmpty();
    }

    /** Whether this node owns the addresses: priority 255 (RFC 9568 5.2.4). */
    public boolean owner() {
        return priority.equals(Priority.OWNER);
    }

    /** Whether a master drops packets to its addresses: without accept mode, unless it owns them (RFC 9568 6.1). */
    public boolean blocks() {
        return options.noAccept() && !owner();
    }

    /** The advert this instance sends at {@code priority}. */
    public Advert advert(Priority priority) {
        var ips = new Ip[addresses.size()];
        for (int i = 0; i < ips.length; i++) {
            ips[i] = addresses.get(i).address().ip();
        }
        return new Advert(version, vrid, priority, interval, auth, List.of(ips));
    }
}
