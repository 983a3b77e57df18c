package io.keepsake.daemon.dump;

import io.keepsake.core.config.AddressListCheck;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.Notifications;
import io.keepsake.core.config.SyncGroup;
import io.keepsake.core.config.TrackFile;
import io.keepsake.core.config.TrackProcess;
import io.keepsake.core.config.TrackedFile;
import io.keepsake.core.config.TrackedLink;
import io.keepsake.core.config.TrackedProcess;
import io.keepsake.core.config.TrackedScript;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.config.VrrpScript;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.FaultReason;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Route;
import io.keepsake.core.value.Rule;
import io.keepsake.core.value.Script;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.core.vrrp.VrrpState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The text of {@code keepalived.data}, and of {@code keepalived_parent.data}, which is its beginning. */
final class DataDump {
    private static final long MICRO = 1_000L;
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final int MAX_TTL = 255;
    private static final int SKEW_STEPS = 256;
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private final Picture picture;
    private final ZoneId zone;
    private final StringBuilder out = new StringBuilder();

    private DataDump(Picture picture, ZoneId zone) {
        this.picture = picture;
        this.zone = zone;
    }

    /** @param zone of the dates that stand behind moments */
    static String of(Picture picture, ZoneId zone) {
        return new DataDump(picture, zone).print();
    }

    /** The global definitions alone. */
    static String parent(Picture picture, ZoneId zone) {
        var dump = new DataDump(picture, zone);
        dump.globals();
        return dump.out.toString();
    }

    private String print() {
        var config = picture.configured().config();
        globals();
        section("VRRP Topology", picture.instances(), this::instance);
        section("VRRP Sync groups", config.syncGroups(), this::group);
        section("VRRP Scripts", config.vrrpScripts(), this::script);
        section("VRRP Track files", config.trackFiles(), this::file);
        section("VRRP Track processes", config.trackProcesses(), this::process);
        var links = picture.state().links().links().stream()
                .sorted(Comparator.comparingInt(Link::index))
                .toList();
        section("Interfaces", links, this::link);
        return out.toString();
    }

    private <T> void section(String name, List<T> entries, Consumer<T> printer) {
        if (!entries.isEmpty()) {
            heading(name);
            entries.forEach(printer);
        }
    }

    private void heading(String name) {
        out.append("------< ").append(name).append(" >------\n");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    /** A line of an entry. */
    private void field(String key, Object value) {
        out.append("   ").append(key).append(" = ").append(value).append('\n');
    }

    private <T> void list(String heading, List<T> members, Function<T, String> text) {
        if (!members.isEmpty()) {
            line("   " + heading + " :");
            members.forEach(member -> line("     " + text.apply(member)));
        }
    }

    private static String truth(boolean value) {
        return value ? "true" : "false";
    }

    private static String yes(boolean value) {
        return value ? "yes" : "no";
    }

    private static String enabled(boolean value) {
        return value ? "enabled" : "disabled";
    }

    private void globals() {
        var config = picture.configured().config();
        heading("Global definitions");
        var namespace = picture.netNamespace();
        line(" Network namespace = " + (namespace == null ? "(default)" : namespace));
        line(" Router ID = " + config.routerId());
        var mail = config.mail();
        if (mail != null) {
            line(" Smtp server = " + mail.server());
            line(" Smtp server port = " + mail.port());
            line(" Smtp HELO name = " + mail.heloName());
            line(" Smtp server connection timeout = " + mail.connectTimeoutNanos() / SECOND);
            line(" Email notification from = " + mail.from());
            line(" Email notification to:");
            mail.to().forEach(to -> line("   " + to));
        }
        line(" FIFO write vrrp states on reload = " + truth(config.statesOnReload()));
        line(" SNMP vrrp disabled");
        line(" SNMP checker disabled");
        line(" DBus disabled");
        line(" Script security " + enabled(config.scripts().security()));
        line(" umask = 0177");
    }

    private void instance(InstanceConfig instance) {
        var state = picture.state(instance);
        line(" VRRP Instance = " + instance.name());
        field("VRRP Version", instance.version().number());
        picture.configured().config().syncGroups().stream()
                .filter(group -> group.members().contains(instance.name()))
                .forEach(group -> field("Sync group", group.name()));
        if (instance.family() == Family.IPV6) {
            line("   Using Native IPv6");
        }
        field("State", state.role());
        if (state instanceof VrrpState.Backup backup) {
            follows(instance, backup);
        }
        line(plain(instance) ? "   Flags: none" : "   Flags:");
        if (instance.unicast()) {
            line("     Using unicast");
        }
        field("Wantstate", picture.wanted(instance));
        faults(instance, state);
        moments(instance, state);
        road(instance);
        garp(instance);
        priorities(instance, state);
        authentication(instance);
        addresses(instance);
        unicast(instance);
        list("Virtual Routes", Picture.routing(instance, Route.class), Function.identity());
        list("Virtual Rules", Picture.routing(instance, Rule.class), Function.identity());
        tracked(
                instance.trackedLinks(),
                instance.trackedScripts(),
                instance.trackedFiles(),
                instance.trackedProcesses());
        notifications(instance.notifications());
    }

    /** Whether keepalived has nothing to say of its flags. */
    private static boolean plain(InstanceConfig instance) {
        return !instance.unicast()
                && instance.preempt()
                && instance.trackPrimary()
                && !instance.options().noAccept();
    }

    private void follows(InstanceConfig instance, VrrpState.Backup backup) {
        var master = backup.master();
        field(
                "Master router",
                master == null ? (instance.family() == Family.IPV6 ? "::" : "0.0.0.0") : master.address());
        field("Master priority", master == null ? 0 : master.priority().value());
        if (instance.version() == VrrpVersion.V3) {
            long centis = backup.interval().nanos() / (10 * MILLI);
            field(
                    "Master advert int",
                    centis / 100 + "." + String.valueOf(100 + centis % 100).substring(1) + " sec");
        }
    }

    private void faults(InstanceConfig instance, VrrpState state) {
        int faults = state instanceof VrrpState.Fault fault
                ? (int) fault.reasons().stream()
                        .filter(cause -> cause.reason() != FaultReason.SYNC_GROUP_MEMBER)
                        .count()
                : 0;
        var track = picture.configured().track();
        field("Number of config faults", 0);
        field("Number of interface and track script faults", faults);
        field(
                "Number of track scripts init",
                instance.trackedScripts().stream()
                        .filter(tracked -> track.good(tracked.script()).isEmpty())
                        .count());
    }

    private void moments(InstanceConfig instance, VrrpState state) {
        field("Last transition", date(picture.counters().transition(instance.name())));
        var due =
                switch (state) {
                    case VrrpState.Master master -> master.nextAdvertAt();
                    case VrrpState.Backup backup -> backup.timer().due();
                    case VrrpState.Init _, VrrpState.Fault _, VrrpState.Stopped _ -> Moment.NEVER;
                };
        field("Read timeout", due.equals(Moment.NEVER) ? "DISABLED" : date(picture.wall(due)));
        field("Master down timer", masterDown(instance, state) / MICRO + " usecs");
    }

    private long masterDown(InstanceConfig instance, VrrpState state) {
        long interval = (state instanceof VrrpState.Backup backup ? backup.interval() : instance.interval()).nanos();
        long base = instance.version() == VrrpVersion.V3 ? interval : SECOND;
        int priority = picture.tracked(instance).priority().value();
        return instance.downTimerAdverts() * interval + (SKEW_STEPS - priority) * base / SKEW_STEPS;
    }

    /** As {@code ctime} writes it, with microseconds. */
    private String date(Instant instant) {
        var at = instant.atZone(zone);
        int micros = at.getNano() / (int) MICRO;
        return Picture.seconds(instant) + " (" + DAYS.get(at.getDayOfWeek().getValue() - 1) + " "
                + MONTHS.get(at.getMonthValue() - 1) + (at.getDayOfMonth() < 10 ? "  " : " ") + at.getDayOfMonth() + " "
                + two(at.getHour()) + ":" + two(at.getMinute()) + ":" + two(at.getSecond()) + "."
                + Picture.padded(micros) + " " + at.getYear() + ")";
    }

    private static String two(int number) {
        return String.valueOf(100 + number).substring(1);
    }

    private void road(InstanceConfig instance) {
        field("Interface", instance.link());
        if (!instance.trackPrimary()) {
            line("   VRRP interface tracking disabled");
        }
        if (instance.listCheck() == AddressListCheck.SKIP) {
            line("   Skip checking advert IP addresses");
        }
        if (instance.options().strict()) {
            line("   Enforcing strict VRRP compliance");
        }
        var source = picture.tracked(instance).source();
        field(
                "Using src_ip",
                (source == null ? "(none)" : source) + (instance.source() != null ? " (from configuration)" : ""));
        if (!instance.unicast()) {
            var index = instance.family() == Family.IPV4
                    ? ""
                    : picture.state()
                            .links()
                            .link(instance.link())
                            .map(link -> ", ifindex " + link.index())
                            .orElse("");
            line("   Multicast address " + instance.group() + index);
        }
    }

    private void garp(InstanceConfig instance) {
        var garp = instance.garp();
        field("Gratuitous ARP delay", garp.delayNanos() / SECOND);
        field("Gratuitous ARP repeat", garp.repeat());
        field("Gratuitous ARP refresh", garp.refreshNanos() / SECOND);
        field("Gratuitous ARP refresh repeat", garp.refreshRepeat());
        field("Gratuitous ARP lower priority delay", garp.lowerPrioDelayNanos() / SECOND);
        field("Gratuitous ARP lower priority repeat", garp.lowerPrioRepeat());
        field("Down timer adverts", instance.downTimerAdverts());
        field("Send advert after receive lower priority advert", truth(!instance.lowerPrioNoAdvert()));
        field("Send advert after receive higher priority advert", truth(instance.higherPrioSendAdvert()));
    }

    private void priorities(InstanceConfig instance, VrrpState state) {
        boolean third = instance.version() == VrrpVersion.V3;
        var tracked = picture.tracked(instance);
        field("Virtual Router ID", instance.vrid().value());
        field("Priority", instance.priority().value());
        field("Effective priority", tracked.priority().value());
        field(
                "Total priority",
                instance.priority().value()
                        + tracked.weights().stream()
                                .mapToInt(weight -> weight.weight())
                                .sum());
        long nanos = instance.interval().nanos();
        field("Advert interval", third ? nanos / MILLI + " milli-sec" : nanos / SECOND + " sec");
        if (third && state instanceof VrrpState.Backup backup) {
            field("Master advert interval", backup.interval().nanos() / MILLI + " milli-sec");
        }
        field("Accept", enabled(!instance.options().noAccept()));
        field("Preempt", enabled(instance.preempt()));
        if (instance.preemptDelayNanos() > 0) {
            field("Preempt delay", instance.preemptDelayNanos() / SECOND + " secs");
        }
        field("Promote_secondaries", "disabled");
    }

    private void authentication(InstanceConfig instance) {
        if (instance.version() == VrrpVersion.V2) {
            field(
                    "Authentication type",
                    switch (instance.auth()) {
                        case NONE -> "none";
                        case PASS -> "SIMPLE_PASSWORD";
                        case AH -> "IPSEC_AH";
                    });
        }
        if (instance.auth() == AuthType.PASS) {
            field("Password", Picture.HIDDEN);
        }
    }

    private void addresses(InstanceConfig instance) {
        if (!instance.addresses().isEmpty()) {
            line("   Virtual IP (" + instance.addresses().size() + "):");
            instance.addresses().forEach(this::address);
        }
        if (!instance.excluded().isEmpty()) {
            line("   Virtual IP Excluded :");
            instance.excluded().forEach(this::address);
        }
    }

    private void address(VirtualAddress address) {
        line("     " + picture.address(address));
    }

    private void unicast(InstanceConfig instance) {
        if (instance.unicast()) {
            int ttl = instance.options().unicastTtl();
            field("Unicast TTL", ttl == 0 ? MAX_TTL : ttl);
            line("   Check unicast src : " + yes(instance.checkUnicastSource()));
            list("Unicast Peer", instance.unicastPeers(), peer -> peer(instance, peer));
            field(
                    "Unicast checksum compatibility",
                    switch (instance.options().oldChecksum()) {
                        case HEARD -> "no";
                        case SENT -> "config";
                        case NEVER -> "never";
                    });
        }
        var track = picture.configured().track();
        if (!track.sockets(track.place(instance.name())).open()) {
            line("   No sockets allocated");
        }
    }

    private static String peer(InstanceConfig instance, Ip peer) {
        var demand = instance.options().ttlOf(peer);
        return peer + " min_ttl " + (demand == null ? 0 : demand.min()) + " max_ttl "
                + (demand == null ? MAX_TTL : demand.max());
    }

    private void tracked(
            List<TrackedLink> links,
            List<TrackedScript> scripts,
            List<TrackedFile> files,
            List<TrackedProcess> processes) {
        list("Tracked interfaces", links, link -> link.link() + " weight " + weight(link.weight(), link.reverse()));
        list(
                "Tracked scripts",
                scripts,
                script -> script.script() + " weight " + weight(script.weight(), script.reverse()));
        list("Tracked files", files, file -> file.file() + ", weight " + weight(file.weight(), file.reverse()));
        list(
                "Tracked processes",
                processes,
                process -> process.process() + ", weight " + weight(process.weight(), process.reverse()));
    }

    private static String weight(int weight, boolean reverse) {
        return weight + (reverse ? " reverse" : "");
    }

    private void notifications(Notifications told) {
        field("Using smtp notification", yes(told.alertAs() != null));
        field("Notify deleted", told.deleted() == null ? "Fault" : "Deleted");
        transitions(told);
        field("Notify priority changes", truth(told.priorityChanges()));
    }

    private void transitions(Notifications told) {
        transition("Backup", told.backup());
        transition("Master", told.master());
        transition("Fault", told.fault());
        transition("Stop", told.stop());
        transition("Deleted", told.deleted());
        transition("Generic", told.any());
        transition("Master rx lower pri", told.lowerHeard());
    }

    private void transition(String to, @Nullable Script script) {
        if (script != null) {
            field(to + " state transition script", Picture.command(script));
        }
    }

    private void group(SyncGroup group) {
        var members = picture.instances().stream()
                .filter(instance -> group.members().contains(instance.name()))
                .map(picture::state)
                .toList();
        line(" VRRP Sync Group = " + group.name() + ", "
                + picture.configured().vrrp().role(group));
        line("   Num member fault "
                + members.stream().filter(m -> m.role() == Role.FAULT).count() + ", num member init "
                + members.stream().filter(m -> m.role() == Role.INIT).count());
        list("VRRP member instances", group.members(), member -> member.value());
        field("Using smtp notification", yes(group.notifications().alertAs() != null));
        transitions(group.notifications());
        tracked(group.trackedLinks(), group.trackedScripts(), group.trackedFiles(), group.trackedProcesses());
    }

    private void script(VrrpScript script) {
        var track = picture.configured().track();
        boolean good = track.good(script.name()).orElse(false);
        int streak = track.streak(script.name());
        line(" VRRP Script = " + script.name());
        field("Command", Picture.command(script.script()));
        field("Interval", script.intervalNanos() / SECOND + " sec");
        field("Timeout", script.timeoutNanos() / SECOND + " sec");
        field("Weight", picture.scriptWeight(script.name()));
        field("Rise", script.rise());
        field("Fall", script.fall());
        field("Result", good ? script.rise() + script.fall() - 1 - streak : streak);
        field("Insecure", "no");
        field("Init state", script.initFail() ? "failed" : "unknown");
        field("Status", good ? "GOOD" : "BAD");
        line("   VRRP instances :");
        tracking(instance -> instance.trackedScripts().stream()
                .filter(tracked -> tracked.script().equals(script.name()))
                .map(tracked -> weight(tracked.weight(), tracked.reverse())));
        field("State", track.runs(script.name()) ? "running" : "idle");
    }

    private void file(TrackFile file) {
        line(" Track file = " + file.name());
        field("File", file.path());
        field("Status", picture.configured().track().number(file.name()));
        field("Weight", picture.fileWeight(file.name()));
        tracking(instance -> instance.trackedFiles().stream()
                .filter(tracked -> tracked.file().equals(file.name()))
                .map(tracked -> weight(tracked.weight(), tracked.reverse())));
    }

    private void process(TrackProcess process) {
        var track = picture.configured().track();
        var command = process.command();
        line(" VRRP Track process = " + process.name());
        field("Process", command.word());
        if (command.match() != TrackProcess.Match.NONE) {
            field("Param match", command.match().name().toLowerCase(Locale.ROOT));
        }
        field("Min processes", process.quorum());
        if (process.quorumMax() != Integer.MAX_VALUE) {
            field("Max processes", process.quorumMax());
        }
        field("Current processes", track.processes(process.name()));
        field("Have quorum", truth(track.hasQuorum(process.name())));
        field("Weight", picture.processWeight(process.name()));
        field("Terminate delay", micros(process.terminateDelayNanos()) + "s");
        field("Fork delay", micros(process.forkDelayNanos()) + "s");
        boolean turns = track.turns(process.name());
        boolean enough = track.hasQuorum(process.name());
        line("   Fork delay timer" + (turns && !enough ? "" : " not") + " running");
        line("   Terminate delay timer" + (turns && enough ? "" : " not") + " running");
        field("Full command", truth(command.full()));
        tracking(instance -> instance.trackedProcesses().stream()
                .filter(tracked -> tracked.process().equals(process.name()))
                .map(tracked -> weight(tracked.weight(), tracked.reverse())));
    }

    private static String micros(long nanos) {
        return nanos / SECOND + "." + Picture.padded((int) (nanos % SECOND / MICRO));
    }

    /** @param weights of an instance, of that which is tracked; none when it does not track it */
    private void tracking(Function<InstanceConfig, Stream<String>> weights) {
        var lines = picture.instances().stream()
                .flatMap(instance -> weights.apply(instance).map(weight -> instance.name() + ", weight " + weight))
                .toList();
        list("Tracking instances", lines, Function.identity());
    }

    private void link(Link link) {
        line(" Name = " + link.name());
        field("index", link.index());
        field("IPv4 address", first(link, Family.IPV4));
        field("IPv6 address", first(link, Family.IPV6));
        if (!link.loopback()) {
            field("MAC", link.hardware());
        }
        field(
                "State",
                (link.up() ? "UP" : "not UP")
                        + (link.running() ? ", RUNNING" : ", not RUNNING")
                        + (link.loopback() ? ", no broadcast, loopback, no multicast" : ""));
        field("MTU", link.mtu());
        field("HW Type", link.loopback() ? "LOOPBACK" : "ETHERNET");
        list(
                "Tracking VRRP instances",
                picture.instances().stream()
                        .flatMap(instance -> weights(instance, link))
                        .toList(),
                Function.identity());
    }

    private static Stream<String> weights(InstanceConfig instance, Link link) {
        var own = instance.link().equals(link.name()) && instance.trackPrimary() ? Stream.of("0") : Stream.<String>of();
        var tracked = instance.trackedLinks().stream()
                .filter(one -> one.link().equals(link.name()))
                .map(one -> weight(one.weight(), one.reverse()));
        return Stream.concat(own, tracked).map(weight -> instance.name() + ", weight " + weight);
    }

    private Object first(Link link, Family family) {
        return picture.state()
                .links()
                .first(link.name(), family, _ -> true)
                .<Object>map(standing -> standing.place().address().ip())
                .orElse("(none)");
    }
}
