package io.keepsake.core.text;

import io.keepsake.core.config.AddressFlags;
import io.keepsake.core.config.AddressListCheck;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.GarpConfig;
import io.keepsake.core.config.GarpPace;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.InstanceOptions;
import io.keepsake.core.config.InstanceOptions.PeerTtl;
import io.keepsake.core.config.LinkDelay;
import io.keepsake.core.config.Notifications;
import io.keepsake.core.config.NotifyFifo;
import io.keepsake.core.config.OldUnicastChecksum;
import io.keepsake.core.config.StaticConfig;
import io.keepsake.core.config.StaticConfig.TrackGroup;
import io.keepsake.core.config.SyncGroup;
import io.keepsake.core.config.TrackFile;
import io.keepsake.core.config.TrackProcess;
import io.keepsake.core.config.TrackedFile;
import io.keepsake.core.config.TrackedLink;
import io.keepsake.core.config.TrackedProcess;
import io.keepsake.core.config.TrackedScript;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.config.VrrpScript;
import io.keepsake.core.config.WantedRouting;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.FirewallTable;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields of the checked configuration. */
public final class ConfigFields {
    private static final Codec<TrackedLink> TRACKED = Codec.of(
            TrackedLink.class,
            TrackedLink::new,
            Field.link(TrackedLink::link),
            Field.integer("weight", TrackedLink::weight),
            Field.flag("reverse", TrackedLink::reverse));

    private static final Codec<GarpConfig> GARP = Codec.of(
            GarpConfig.class,
            GarpConfig::new,
            Field.nanos("garp_delay", GarpConfig::delayNanos),
            Field.integer("garp_repeat", GarpConfig::repeat),
            Field.nanos("garp_refresh", GarpConfig::refreshNanos),
            Field.integer("garp_refresh_repeat", GarpConfig::refreshRepeat),
            Field.nanos("garp_lower_prio_delay", GarpConfig::lowerPrioDelayNanos),
            Field.integer("garp_lower_prio_repeat", GarpConfig::lowerPrioRepeat),
            Field.unusualInteger("garp_extra_if", GarpConfig::extraSeconds));

    private static final Codec<TrackedScript> TRACKED_SCRIPT = Codec.of(
            TrackedScript.class,
            TrackedScript::new,
            Field.name("script", TrackedScript::script),
            Field.integer("weight", TrackedScript::weight),
            Field.flag("reverse", TrackedScript::reverse));

    private static final Codec<TrackedFile> TRACKED_FILE = Codec.of(
            TrackedFile.class,
            TrackedFile::new,
            Field.name("file", TrackedFile::file),
            Field.integer("weight", TrackedFile::weight),
            Field.flag("reverse", TrackedFile::reverse));

    private static final Codec<TrackFile.Init> INIT = Codec.of(
            TrackFile.Init.class,
            TrackFile.Init::new,
            Field.word("init", TrackFile.When.class, TrackFile.Init::when),
            Field.number("number", TrackFile.Init::number));

    private static final Codec<TrackFile> TRACK_FILE = Codec.of(
            TrackFile.class,
            TrackFile::new,
            Field.name("name", TrackFile::name),
            Field.text("path", TrackFile::path),
            Field.part(TrackFile::init, INIT));

    private static final Codec<TrackedProcess> TRACKED_PROCESS = Codec.of(
            TrackedProcess.class,
            TrackedProcess::new,
            Field.name("process", TrackedProcess::process),
            Field.integer("weight", TrackedProcess::weight),
            Field.flag("reverse", TrackedProcess::reverse));

    private static final Codec<TrackProcess.Command> COMMAND = Codec.of(
            TrackProcess.Command.class,
            TrackProcess.Command::new,
            Field.text("command", TrackProcess.Command::word),
            Field.texts("parameters", "word", TrackProcess.Command::parameters),
            Field.word("match", TrackProcess.Match.class, TrackProcess.Command::match),
            Field.flag("full_command", TrackProcess.Command::full));

    private static final Codec<TrackProcess> TRACK_PROCESS = Codec.of(
            TrackProcess.class,
            TrackProcess::new,
            Field.name("name", TrackProcess::name),
            Field.part(TrackProcess::command, COMMAND),
            Field.integer("quorum", TrackProcess::quorum),
            Field.integer("quorum_max", TrackProcess::quorumMax),
            Field.nanos("fork_delay", TrackProcess::forkDelayNanos),
            Field.nanos("terminate_delay", TrackProcess::terminateDelayNanos));

    private static final Codec<VrrpScript> VRRP_SCRIPT = Codec.of(
            VrrpScript.class,
            VrrpScript::new,
            Field.name("name", VrrpScript::name),
            Field.part(VrrpScript::script, ServerConfigFields::writeScript, ServerConfigFields::readScript),
            Field.nanos("interval", VrrpScript::intervalNanos),
            Field.nanos("timeout", VrrpScript::timeoutNanos),
            Field.integer("rise", VrrpScript::rise),
            Field.integer("fall", VrrpScript::fall),
            Field.flag("init_fail", VrrpScript::initFail));

    private static final Codec<NotifyFifo> FIFO = new Codec<>(
            NotifyFifo.class,
            (c, out) -> {
                out.text("path", c.path());
                out.flag("servers", c.servers());
                out.flag("instances", c.instances());
                out.optional("script", c.script(), ServerConfigFields::writeScript);
            },
            in -> new NotifyFifo(
                    in.text("path"),
                    in.flag("servers"),
                    in.flag("instances"),
                    in.optional("script", ServerConfigFields::readScript)));

    private static final Codec<AddressFlags> FLAGS = Codec.of(
            AddressFlags.class,
            AddressFlags::new,
            Field.flag("dad", AddressFlags::detectsDuplicates),
            Field.integer("preferred_lft", AddressFlags::preferredSeconds),
            Field.flag("home", AddressFlags::home),
            Field.flag("mngtmpaddr", AddressFlags::manageTemporary),
            Field.flag("autojoin", AddressFlags::autojoin));

    private static final Codec<GarpPace> PACE = Codec.of(
            GarpPace.class,
            GarpPace::new,
            Field.list("links", GarpPace::links, ValueFields.LINK_NAME),
            Field.nanos("garp", GarpPace::garpNanos),
            Field.nanos("gna", GarpPace::gnaNanos));

    private static final Codec<LinkDelay> LINK_DELAY = Codec.of(
            LinkDelay.class,
            LinkDelay::new,
            Field.link(LinkDelay::link),
            Field.nanos("down", LinkDelay::downNanos),
            Field.nanos("up", LinkDelay::upNanos));

    private static final Codec<PeerTtl> PEER_TTL = Codec.of(
            PeerTtl.class,
            PeerTtl::new,
            Field.ip("peer", PeerTtl::peer),
            Field.integer("min_ttl", PeerTtl::min),
            Field.integer("max_ttl", PeerTtl::max));

    private static final Codec<WantedRouting> WANTED = Codec.of(
            WantedRouting.class,
            WantedRouting::new,
            Field.part(WantedRouting::what, ValueFields.ROUTING),
            Field.flag("tracked", WantedRouting::tracked));

    private static final Codec<VirtualAddress> STATIC_ADDRESS =
            new Codec<>(VirtualAddress.class, ConfigFields::writeVirtual, ConfigFields::readVirtual);

    private static final Codec<TrackGroup> TRACK_GROUP = Codec.of(
            TrackGroup.class,
            TrackGroup::new,
            Field.name("name", TrackGroup::name),
            Field.list("links", TrackGroup::links, ValueFields.LINK_NAME),
            Field.list("members", TrackGroup::members, ValueFields.INSTANCE));

    private static final Codec<StaticConfig> STATICS = Codec.of(
            StaticConfig.class,
            StaticConfig::new,
            Field.list("addresses", StaticConfig::addresses, STATIC_ADDRESS),
            Field.list("routing", StaticConfig::routing, ValueFields.ROUTING),
            Field.list("track_groups", StaticConfig::trackGroups, TRACK_GROUP));

    private static final Codec<InstanceOptions> OPTIONS = Codec.of(
            InstanceOptions.class,
            InstanceOptions::new,
            Field.flag("track_src_ip", InstanceOptions::trackSource),
            Field.flag("owner_ignore_adverts", InstanceOptions::ownerIgnoresAdverts),
            Field.integer("timer_expired_backup", InstanceOptions::timerExpiredBackup),
            Field.integer("unicast_ttl", InstanceOptions::unicastTtl),
            Field.integer("kernel_rx_buf_size", InstanceOptions::receiveBuffer),
            Field.list("peer_ttls", InstanceOptions::peerTtls, PEER_TTL),
            Field.unusualFlag("no_accept", InstanceOptions::noAccept).later(),
            Field.list("routing", InstanceOptions::routing, WANTED).later(),
            Field.unusualWord("old_unicast_checksum", InstanceOptions::oldChecksum, OldUnicastChecksum.HEARD)
                    .later(),
            Field.unusualFlag("promote_secondaries", InstanceOptions::promoteSecondaries)
                    .later(),
            Field.unusualFlag("strict_mode", InstanceOptions::strict).later());

    private static final Codec<SyncGroup> SYNC_GROUP = new Codec<>(
            SyncGroup.class,
            (c, out) -> {
                out.name("name", c.name());
                out.list("members", c.members(), ValueFields.INSTANCE);
                out.unusualList("track_interface", c.trackedLinks(), TRACKED);
                out.unusualList("track_script", c.trackedScripts(), TRACKED_SCRIPT);
                out.unusualList("track_file", c.trackedFiles(), TRACKED_FILE);
                out.unusualList("track_process", c.trackedProcesses(), TRACKED_PROCESS);
                writeTold(c.notifications(), out);
            },
            in -> new SyncGroup(
                    in.name("name"),
                    in.list("members", ValueFields.INSTANCE),
                    in.later().list("track_interface", TRACKED),
                    in.later().list("track_script", TRACKED_SCRIPT),
                    in.later().list("track_file", TRACKED_FILE),
                    in.later().list("track_process", TRACKED_PROCESS),
                    readTold(in)));

    private ConfigFields() {}

    /** Writes a configuration without its virtual servers, which have lines of their own; a part of a state. */
    public static void writeHead(ControllerConfig config, FieldSink out) {
        writeConfig(config.but().virtualServers(List.of()).build(), out);
    }

    /** Writes one virtual server; a part of a state. */
    public static void writeServer(VirtualServerConfig server, FieldSink out) {
        ServerConfigFields.write(server, out);
    }

    /** Reads what {@link #writeServer} wrote. */
    public static VirtualServerConfig readServer(FieldSource in) {
        return ServerConfigFields.read(in);
    }

    /** Reads what {@link #writeHead} wrote, and adds the virtual servers. */
    public static ControllerConfig readHead(FieldSource in, List<VirtualServerConfig> servers) {
        var head = readConfig(in);
        var all = new ArrayList<>(head.virtualServers());
        all.addAll(servers);
        return head.but().virtualServers(all).build();
    }

    /** Writes a configuration. */
    public static void writeConfig(ControllerConfig config, FieldSink out) {
        out.text("router", config.routerId());
        out.nanos("startup_delay", config.startupDelayNanos());
        out.list("instances", config.instances(), ConfigFields::writeInstance);
        out.list("virtual_servers", config.virtualServers(), ServerConfigFields::write);
        ServerConfigFields.writeLvs(config.lvs(), out);
        ServerConfigFields.writeRules(config.scripts(), out);
        ValueFields.writeOptional("mail", config.mail(), ServerConfigFields.MAIL.writer(), out);
        out.unusualList("vrrp_scripts", config.vrrpScripts(), VRRP_SCRIPT);
        out.unusualList("fifos", config.fifos(), FIFO);
        out.unusualList("sync_groups", config.syncGroups(), SYNC_GROUP);
        out.unusualList("track_files", config.trackFiles(), TRACK_FILE);
        out.unusualList("track_processes", config.trackProcesses(), TRACK_PROCESS);
        out.unusualFlag("no_handover", config.noHandover());
        out.optional(
                "delay_after_boot",
                config.delayAfterBootNanos() == 0 ? null : config.delayAfterBootNanos(),
                (nanos, o) -> o.nanos("boot", nanos));
        out.unusualList("garp_paces", config.garpPaces(), PACE);
        out.unusualFlag("states_on_reload", config.statesOnReload());
        out.unusualFlag("log_unknown_vrids", config.tellsUnknownVrids());
        out.optional(
                "firewall",
                config.firewall().equals(FirewallTable.DEFAULT) ? null : config.firewall(),
                FirewallFields.TABLE.writer());
        out.unusualList("link_delays", config.linkDelays(), LINK_DELAY);
        out.optional("statics", config.statics().equals(StaticConfig.NONE) ? null : config.statics(), STATICS.writer());
    }

    /** Reads what {@link #writeConfig} wrote. */
    public static ControllerConfig readConfig(FieldSource in) {
        return ControllerConfig.named(in.text("router"))
                .startupDelayNanos(in.nanos("startup_delay"))
                .instances(in.list("instances", ConfigFields::readInstance))
                .virtualServers(in.list("virtual_servers", ServerConfigFields::read))
                .lvs(ServerConfigFields.readLvs(in))
                .scripts(ServerConfigFields.readRules(in))
                .mail(ValueFields.readOptional("mail", ServerConfigFields.MAIL.reader(), in))
                .vrrpScripts(in.later().list("vrrp_scripts", VRRP_SCRIPT))
                .fifos(in.later().list("fifos", FIFO))
                .syncGroups(in.later().list("sync_groups", SYNC_GROUP))
                .trackFiles(in.later().list("track_files", TRACK_FILE))
                .trackProcesses(in.later().list("track_processes", TRACK_PROCESS))
                .noHandover(in.later().unusualFlag("no_handover"))
                .delayAfterBootNanos(
                        Objects.requireNonNullElse(in.optional("delay_after_boot", o -> o.nanos("boot")), 0L))
                .garpPaces(in.later().list("garp_paces", PACE))
                .statesOnReload(in.later().unusualFlag("states_on_reload"))
                .tellsUnknownVrids(in.later().unusualFlag("log_unknown_vrids"))
                .firewall(Objects.requireNonNullElse(
                        in.optional("firewall", FirewallFields.TABLE.reader()), FirewallTable.DEFAULT))
                .linkDelays(in.later().list("link_delays", LINK_DELAY))
                .statics(Objects.requireNonNullElse(in.optional("statics", STATICS.reader()), StaticConfig.NONE))
                .build();
    }

    private static void writeInstance(InstanceConfig c, FieldSink out) {
        out.name("instance", c.name().value());
        out.name("link", c.link().value());
        out.number("vrid", c.vrid().value());
        out.word("version", c.version());
        out.word("family", c.family());
        out.word("state", c.startRole());
        out.number("priority", c.priority().value());
        out.nanos("interval", c.interval().nanos());
        out.word("auth", c.auth());
        out.ip("group", c.group());
        out.ips("source", optional(c.source()));
        out.ips("peers", c.unicastPeers());
        out.list("addresses", c.addresses(), ConfigFields::writeVirtual);
        out.list("excluded", c.excluded(), ConfigFields::writeVirtual);
        out.flag("preempt", c.preempt());
        out.nanos("preempt_delay", c.preemptDelayNanos());
        out.number("down_timer_adverts", c.downTimerAdverts());
        out.flag("lower_prio_no_advert", c.lowerPrioNoAdvert());
        out.flag("higher_prio_send_advert", c.higherPrioSendAdvert());
        out.flag("check_unicast_src", c.checkUnicastSource());
        GARP.write(c.garp(), out);
        out.flag("dont_track_primary", !c.trackPrimary());
        out.list("track_interface", c.trackedLinks(), TRACKED);
        out.word("list_check", c.listCheck());
        out.unusualFlag("v3_checksum_as_v2", c.v3ChecksumAsV2());
        out.unusualList("track_script", c.trackedScripts(), TRACKED_SCRIPT);
        writeTold(c.notifications(), out);
        out.unusualList("track_file", c.trackedFiles(), TRACKED_FILE);
        out.unusualList("track_process", c.trackedProcesses(), TRACKED_PROCESS);
        out.optional("options", c.options().equals(InstanceOptions.NONE) ? null : c.options(), OPTIONS.writer());
    }

    private static void writeTold(Notifications c, FieldSink out) {
        out.optional("notifications", c.equals(Notifications.NONE) ? null : c, NotificationFields::write);
    }

    private static Notifications readTold(FieldSource in) {
        return Objects.requireNonNullElse(in.optional("notifications", NotificationFields::read), Notifications.NONE);
    }

    private static InstanceConfig readInstance(FieldSource in) {
        return new InstanceConfig(
                ValueFields.INSTANCE.read(in),
                ValueFields.LINK_NAME.read(in),
                new Vrid(in.integer("vrid")),
                in.word("version", VrrpVersion.class),
                in.word("family", Family.class),
                in.word("state", Role.class),
                ValueFields.priority(in, "priority"),
                ValueFields.INTERVAL.read(in),
                in.word("auth", AuthType.class),
                in.ip("group"),
                first(in.ips("source")),
                in.ips("peers"),
                in.list("addresses", ConfigFields::readVirtual),
                in.list("excluded", ConfigFields::readVirtual),
                in.flag("preempt"),
                in.nanos("preempt_delay"),
                in.integer("down_timer_adverts"),
                in.flag("lower_prio_no_advert"),
                in.flag("higher_prio_send_advert"),
                in.flag("check_unicast_src"),
                GARP.read(in),
                !in.flag("dont_track_primary"),
                in.list("track_interface", TRACKED),
                in.word("list_check", AddressListCheck.class),
                in.unusualFlag("v3_checksum_as_v2"),
                in.later().list("track_script", TRACKED_SCRIPT),
                readTold(in),
                in.later().list("track_file", TRACKED_FILE),
                in.later().list("track_process", TRACKED_PROCESS),
                Objects.requireNonNullElse(in.optional("options", OPTIONS.reader()), InstanceOptions.NONE));
    }

    static void writeVirtual(VirtualAddress a, FieldSink out) {
        ValueFields.PLACE.write(a.place(), out);
        out.ips("broadcast", optional(a.broadcast()));
        out.number("scope", a.scope());
        var label = a.label();
        out.list("label", label == null ? List.of() : List.of(label), (text, o) -> o.text("text", text));
        out.flag("noprefixroute", a.noPrefixRoute());
        out.unusualFlag("no_track", !a.tracked());
        out.optional("flags", a.flags().equals(AddressFlags.NONE) ? null : a.flags(), FLAGS.writer());
        ValueFields.writePeer(a.peer(), out);
    }

    static VirtualAddress readVirtual(FieldSource in) {
        var place = ValueFields.PLACE.read(in);
        return new VirtualAddress(
                place.address(),
                place.link(),
                first(in.ips("broadcast")),
                in.integer("scope"),
                in.list("label", s -> s.text("text")).stream().findFirst().orElse(null),
                in.flag("noprefixroute"),
                !in.unusualFlag("no_track"),
                Objects.requireNonNullElse(in.optional("flags", FLAGS.reader()), AddressFlags.NONE),
                ValueFields.readPeer(in));
    }

    private static List<Ip> optional(@Nullable Ip ip) {
        return ip == null ? List.of() : List.of(ip);
    }

    private static @Nullable Ip first(List<Ip> ips) {
        return ips.isEmpty() ? null : ips.getFirst();
    }
}
