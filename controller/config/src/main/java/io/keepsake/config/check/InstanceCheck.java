package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Secret;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one {@code vrrp_instance}. */
final class InstanceCheck {
    private final Problems problems;
    private final Globals globals;
    private final Values values;
    private final PeersCheck peers;
    private final AddressesCheck addresses;
    private final LinksCheck links;
    private final VrrpScriptsCheck scripts;
    private final TrackFilesCheck files;
    private final TrackProcessesCheck processes;
    private final NotificationsCheck notifications;
    private final RoutingCheck routing;
    private final List<Node> nodes;
    private final Token name;

    /** @param secret null without authentication */
    record CheckedInstance(InstanceConfig config, @Nullable Secret secret, Place place) {}

    InstanceCheck(
            Problems problems,
            Globals globals,
            LinksCheck links,
            VrrpScriptsCheck scripts,
            TrackFilesCheck files,
            TrackProcessesCheck processes,
            NotificationsCheck notifications,
            RoutingCheck routing,
            Token name,
            List<Node> nodes) {
        this.problems = problems;
        this.globals = globals;
        this.links = links;
        this.scripts = scripts;
        this.files = files;
        this.processes = processes;
        this.notifications = notifications;
        this.routing = routing;
        this.name = name;
        this.nodes = nodes;
        values = new Values(problems, nodes);
        peers = new PeersCheck(problems, name.place(), nodes, values);
        addresses = new AddressesCheck(problems, links);
    }

    /** The instance, or null when it had to be left out. */
    @Nullable CheckedInstance instance() {
        var family = peers.family();
        var version = version(family);
        var strict = new StrictCheck(problems, values, name.place(), values.flag("strict_mode", globals.strict()));
        var auth = strict.auth(AuthCheck.read(problems, values, version));
        var link = link();
        var vrid = vrid();
        var start = StartCheck.read(problems, values, name.place(), strict);
        addresses.read(nodes, family, link == null ? placeholder() : link);
        boolean bare = addresses.carried().isEmpty() && !values.bare("no_virtual_ipaddress");
        if (bare) {
            problems.warn(
                    values.placeOf("virtual_ipaddress", name.place()),
                    "instance " + name.text() + " has no virtual_ipaddress; it runs, and its adverts carry none",
                    "write no_virtual_ipaddress when this is meant");
        }
        var config = config(family, version, auth, link, vrid, start, strict);
        return config == null || auth.spoiled() ? null : new CheckedInstance(config, auth.secret(), name.place());
    }

    private @Nullable InstanceConfig config(
            Family family,
            VrrpVersion version,
            AuthCheck auth,
            @Nullable InterfaceName link,
            @Nullable Vrid vrid,
            StartCheck start,
            StrictCheck strict) {
        var downTimer = values.whole("down_timer_adverts", 1, 100, "ignored");
        var group = group(family, peers.wanted());
        var source = peers.source(family);
        var unicast = peers.peers(family);
        var options = new OptionsCheck(problems, globals, values, name.place())
                .options(
                        start,
                        source,
                        !unicast.isEmpty(),
                        !unicast.isEmpty() && version == VrrpVersion.V3 && family == Family.IPV4,
                        peers.ttls(),
                        strict.on(),
                        strict.noAccept(version, start.priority().equals(Priority.OWNER)),
                        routing.virtual(nodes));
        var interval = TimerCheck.interval(problems, values, version);
        boolean lowerSilent = strict.flag(
                "lower_prio_no_advert", values.flag("lower_prio_no_advert", globals.lowerPrioNoAdvert()), true);
        boolean higherSend = strict.flag(
                "higher_prio_send_advert",
                values.flag("higher_prio_send_advert", globals.higherPrioSendAdvert()),
                false);
        boolean checkSource = values.bare("check_unicast_src") || globals.checkUnicastSource();
        boolean trackPrimary = !values.bare("dont_track_primary");
        var tracked = TrackedLinksCheck.read(problems, nodes, links, link);
        var listCheck = GlobalsCheck.listCheck(values, "skip_check_adv_addr", globals.listCheck());
        var trackedScripts = scripts.lines(nodes);
        var trackedFiles = files.lines(nodes);
        var trackedProcesses = processes.lines(nodes);
        var told = notifications.read(values);
        boolean checksumAsV2 = checksumAsV2(family, version);
        var garp = strict.garp(GarpChoices.read(problems, values, "").over(globals.garp()));
        boolean deaf = unicast.isEmpty() && (peers.wanted() || peers.demanded());
        if (deaf) {
            problems.error(
                    values.placeOf("unicast_peer", name.place()),
                    "unicast_peer of instance " + name.text()
                            + " has no usable address; the instance is left out rather than turn to multicast");
        }
        if (!deaf && unicast.isEmpty()) {
            peers.turnsToMulticast();
        }
        if (link == null || vrid == null || deaf) {
            return null;
        }
        return new InstanceConfig(
                new InstanceName(name.text()),
                link,
                vrid,
                version,
                family,
                start.role(),
                start.priority(),
                interval,
                auth.type(),
                group == null ? defaultGroup(family) : group,
                source,
                unicast,
                addresses.carried(),
                addresses.excluded(),
                start.preempt(),
                start.preemptDelayNanos(),
                strict.downTimerAdverts(downTimer == null ? globals.downTimerAdverts() : downTimer),
                lowerSilent,
                higherSend,
                checkSource,
                garp,
                trackPrimary,
                tracked,
                listCheck,
                checksumAsV2,
                trackedScripts,
                told,
                trackedFiles,
                trackedProcesses,
                options);
    }

    private boolean checksumAsV2(Family family, VrrpVersion version) {
        boolean wanted = values.flag("v3_checksum_as_v2", globals.v3ChecksumAsV2());
        boolean possible = family == Family.IPV4 && version == VrrpVersion.V3;
        if (wanted && !possible && values.last("v3_checksum_as_v2") != null) {
            problems.warn(
                    values.placeOf("v3_checksum_as_v2", name.place()),
                    "v3_checksum_as_v2 needs version 3 over IPv4; it is ignored");
        }
        return wanted && possible;
    }

    private @Nullable Ip group(Family family, boolean unicast) {
        var group = values.group("mcast_dst_ip", family);
        if (group != null && unicast) {
            problems.warn(
                    values.placeOf("mcast_dst_ip", name.place()),
                    "mcast_dst_ip does not go with unicast_peer; it is ignored");
        }
        if (group == null || family == Family.IPV4 || group.isOfLink()) {
            return group;
        }
        problems.warn(
                values.placeOf("mcast_dst_ip", name.place()),
                "mcast_dst_ip must be a group of the link (ff02::/16), was " + group + "; ignored, as in keepalived");
        return null;
    }

    private Ip defaultGroup(Family family) {
        return family == Family.IPV4 ? globals.group4() : globals.group6();
    }

    private VrrpVersion version(Family family) {
        var version = GlobalsCheck.version(values, "version", globals.version());
        if (family == Family.IPV4 || version == VrrpVersion.V3) {
            return version;
        }
        var number = values.whole("version", 2, 3, "ignored");
        var line = values.last("version");
        if (number == null || line == null) {
            return VrrpVersion.V3;
        }
        if (peers.isAboveFamily(line) && !values.bare("native_ipv6")) {
            problems.warn(
                    line.keyword().place(),
                    "an IPv6 instance needs version 3, was 2; taken as version 3. keepalived speaks version 2 over IPv6"
                            + " here: neither hears the other, and both are master",
                    "write \"version 3\" on all nodes before the first of them runs this");
        } else {
            problems.warn(
                    line.keyword().place(),
                    "an IPv6 instance needs version 3, was 2; taken as version 3, as in keepalived",
                    "write \"version 3\"");
        }
        return VrrpVersion.V3;
    }

    private @Nullable InterfaceName link() {
        if (values.last("interface") == null) {
            problems.error(
                    name.place(),
                    "instance " + name.text() + " has no interface; it is left out",
                    "name the interface that adverts use, with unicast_peer too");
            return null;
        }
        var word = values.value("interface");
        if (word == null) {
            return null;
        }
        if (word.text().equals("lo")) {
            problems.error(
                    word.place(),
                    "lo is a loopback interface; instance " + name.text() + " is left out",
                    "name the interface that the other nodes are on");
            return null;
        }
        links.look(word, "instance " + name.text() + " is in FAULT until it comes");
        return Values.interfaceName(problems, word, "instance " + name.text() + " is left out");
    }

    /** Lets the addresses of an instance that is left out be looked at all the same. */
    private static InterfaceName placeholder() {
        return new InterfaceName("none");
    }

    private @Nullable Vrid vrid() {
        if (values.last("virtual_router_id") == null) {
            problems.error(
                    name.place(),
                    "instance " + name.text() + " has no virtual_router_id; it is left out",
                    "add \"virtual_router_id N\" with the same N, 1..255, on all nodes");
            return null;
        }
        var word = values.value("virtual_router_id");
        if (word == null) {
            return null;
        }
        boolean fits = word.text().matches("[+]?[0-9]{1,3}")
                && Integer.parseInt(word.text()) >= 1
                && Integer.parseInt(word.text()) <= 255;
        if (!fits) {
            problems.error(
                    word.place(),
                    "virtual_router_id must be 1..255, was \"" + word.text() + "\"; instance " + name.text()
                            + " is left out",
                    "write the number that the other nodes use");
        }
        return fits ? new Vrid(Integer.parseInt(word.text())) : null;
    }
}
