package io.keepsake.daemon.log;

import io.keepsake.core.NodeState;
import io.keepsake.core.NodeState.Configured;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.event.TrackEvent;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.event.Why;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.FaultReason;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Route;
import io.keepsake.core.value.Rule;
import io.keepsake.core.vrrp.VrrpState;
import io.keepsake.daemon.log.LogLine.Level;
import io.keepsake.daemon.log.LogLine.Part;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What keepalived 2.2.7 would have logged of a turn: the lines that people grep for, letter by letter. Measured side by side;
 * see docs/reference/contracts.md. Not for what it says of its own doings (sockets, netlink), which are others here.
 * For one thread, which sees the turns in their order.
 */
final class KeepalivedLines {
    private static final String SCRIPT = "vrrp_script ";

    private final Path configFile;

    /** What each script last returned. */
    private final Map<String, Integer> returned = new HashMap<>();

    private final KeepalivedServerLines servers = new KeepalivedServerLines();

    private final List<LogLine> lines = new ArrayList<>();
    private @Nullable Configured configured;
    private long index;

    KeepalivedLines(Path configFile) {
        this.configFile = configFile;
    }

    /**
     * The lines, in their order.
     *
     * @param before what was known before the turn, and {@code after} after it
     */
    List<LogLine> of(NodeState before, Turn turn, NodeState after) {
        lines.clear();
        index = turn.recorded().index();
        configured = after.configured();
        event(before, turn, after);
        for (int i = 0; i < turn.decisions().size(); i++) {
            index = turn.decisionIndex(i);
            decision(turn, turn.decisions().get(i));
        }
        for (int i = 0; i < turn.effects().size(); i++) {
            index = turn.effectIndex(i);
            if (turn.effects().get(i) instanceof Effect.SendGratuitousArp arp) {
                announced(arp);
            }
        }
        index = turn.recorded().index();
        if (turn.recorded().event() instanceof OperatorEvent.ConfigAccepted) {
            vrrp(before.configured() == null ? "Startup complete" : "Reload complete");
            takenAway(before, turn);
        }
        lines.addAll(servers.of(before, turn, after));
        return List.copyOf(lines);
    }

    private void event(NodeState before, Turn turn, NodeState after) {
        switch (turn.recorded().event()) {
            case OperatorEvent.ConfigAccepted _ when before.configured() != null -> reloading(before, after);
            case OperatorEvent.StopRequested _ -> parent("Stopping");
            case LinkEvent.LinkSeen(var link) -> link(before.links().link(link.name()), Optional.of(link), link.name());
            case LinkEvent.LinkGone(var name, int _) -> {
                link(before.links().link(name), Optional.empty(), name);
                vrrp("Interface " + name + " deleted");
            }
            case ScriptEnded ended when ended.subject().startsWith(SCRIPT) -> returned(turn, ended);
            case TrackEvent.TrackedFileRead(var file, long _) -> file(before, file, after);
            case AdvertRejected rejected -> rejected(rejected);
            default -> {}
        }
    }

    private void reloading(NodeState before, NodeState after) {
        parent("Reloading ...");
        lines.add(line(Part.PARENT, "Opening file '" + configFile + "'.").inDetail());
        parent("Configuration file " + configFile);
        vrrp("Reloading");
        var was = before.configured();
        var is = after.configured();
        if (was == null || is == null) {
            return;
        }
        for (var script : is.config().vrrpScripts()) {
            is.track()
                    .good(script.name())
                    .filter(_ -> was.track().good(script.name()).isPresent())
                    .ifPresent(good -> vrrp("VRRP_Script(" + script.name() + ") considered "
                            + (good ? "successful" : "unsuccessful") + " on reload"));
        }
        // keepalived begins anew from what is configured
        for (var self : is.config().instances()) {
            var priority = is.track().at(is.track().place(self.name())).priority();
            if (!priority.equals(self.priority()) && was.track().place(self.name()) >= 0) {
                priority(self, self.priority(), priority);
            }
        }
    }

    /** What a reload took away, some of which handed over before: keepalived takes it away when the reload is complete. */
    private void takenAway(NodeState before, Turn turn) {
        var was = before.configured();
        if (was == null) {
            return;
        }
        for (var self : was.config().instances()) {
            boolean now = turn.decisions().stream()
                    .anyMatch(d -> d instanceof Decision.BecameStopped(var name, var from, var _)
                            && from == Role.MASTER
                            && name.equals(self.name()));
            if (now || was.vrrp().state(self.name()) instanceof VrrpState.Stopped) {
                ended(self);
            }
        }
    }

    private void ended(InstanceConfig self) {
        detail(self, " sent 0 priority");
        standing(self, " removing ");
    }

    private void priority(InstanceConfig self, Priority from, Priority to) {
        say(self, " Changing effective priority from " + from + " to " + to);
    }

    private void link(Optional<Link> before, Optional<Link> after, InterfaceName name) {
        boolean was = before.filter(KeepalivedLines::usable).isPresent();
        boolean is = after.filter(KeepalivedLines::usable).isPresent();
        if (was != is && before.isPresent()) {
            vrrp("Netlink reports " + name + (is ? " up" : " down"));
        }
    }

    private static boolean usable(Link link) {
        return link.up() && link.running();
    }

    private void returned(Turn turn, ScriptEnded ended) {
        int status =
                switch (ended.end()) {
                    case EXITED -> ended.status();
                    case SIGNALLED, TIMED_OUT, UNKNOWN -> -1;
                };
        var name = ended.subject().substring(SCRIPT.length());
        var before = returned.put(name, status);
        if (status >= 0 && status != (before == null ? 0 : before)) {
            vrrp("Script `" + name + "` now returning " + status);
        }
        // what is taken for good until it is known is no decision when it is
        boolean decided = turn.decisions().stream().anyMatch(Decision.OfScript.class::isInstance);
        if (before == null && status == 0 && !decided) {
            vrrp("VRRP_Script(" + name + ") succeeded");
        }
    }

    private void file(NodeState before, String file, NodeState after) {
        var was = before.configured();
        var is = after.configured();
        if (was == null || is == null) {
            return;
        }
        for (var instance : is.config().instances()) {
            int place = is.track().place(instance.name());
            boolean bad = isFault(is.track().at(place).faults(), file);
            if (isFault(was.track().at(place).faults(), file) != bad) {
                detail(instance, ": tracked file " + file + (bad ? " now FAULT state" : " leaving FAULT state"));
            }
        }
    }

    private static boolean isFault(List<FaultCause> causes, String file) {
        return causes.stream()
                .anyMatch(cause -> cause.reason() == FaultReason.TRACKED_FILE
                        && cause.subject().equals(file));
    }

    private void decision(Turn turn, Decision decision) {
        switch (decision) {
            case Decision.OfInstance of -> {
                instance(of.instance()).ifPresent(self -> of(turn, of, self));
                if (of instanceof Decision.BecameMaster
                        || of instanceof Decision.BecameBackup
                        || of instanceof Decision.BecameFault) {
                    groups(turn, of.instance());
                }
            }
            case Decision.GroupMoved _ -> {}
            case Decision.TrackedScriptPassed passed -> vrrp("VRRP_Script(" + passed.script() + ") succeeded");
            case Decision.TrackedScriptFailed failed -> vrrp("VRRP_Script(" + failed.script() + ") " + how(turn));
            case Decision.TrackedProcessGained gained -> vrrp("Quorum gained for tracked process " + gained.process());
            case Decision.TrackedProcessLost lost -> vrrp("Quorum lost for tracked process " + lost.process());
            case Decision.OfLink _, Decision.OfServer _ -> {}
        }
    }

    /** The groups that this member has moved: the others follow it. */
    private void groups(Turn turn, InstanceName member) {
        for (var decision : turn.decisions()) {
            if (decision instanceof Decision.GroupMoved moved
                    && moved.member().equals(member)
                    && moved.from() != Role.INIT
                    && moved.to() != Role.INIT) {
                vrrp("VRRP_Group(" + moved.group() + ") Syncing instances to " + moved.to() + " state");
            }
        }
    }

    /** Whether an owner is through with being a backup in the same turn. */
    private static boolean passes(Turn turn, InstanceName name) {
        return turn.decisions().stream()
                .anyMatch(decision -> decision instanceof Decision.BecameMaster master
                        && master.instance().equals(name));
    }

    /** How the script of the turn failed. */
    private static String how(Turn turn) {
        return turn.recorded().event() instanceof ScriptEnded ended
                ? switch (ended.end()) {
                    case EXITED -> "failed (exited with status " + ended.status() + ")";
                    case SIGNALLED -> "failed (due to signal " + ended.status() + ")";
                    case TIMED_OUT -> "timed_out";
                    case UNKNOWN -> "failed";
                }
                : "failed";
    }

    private Optional<InstanceConfig> instance(InstanceName name) {
        int place = configured == null ? -1 : configured.track().place(name);
        return configured == null || place < 0
                ? Optional.empty()
                : Optional.of(configured.config().instances().get(place));
    }

    private void of(Turn turn, Decision.OfInstance decision, InstanceConfig self) {
        switch (decision) {
            case Decision.BecameMaster(var _, var _, var why) -> {
                boolean owner =
                        why instanceof Why.MasterDownExpired(var timer) && timer.armed() == Why.Armed.OWNER_START;
                if (!owner && (why instanceof Why.MasterDownExpired || why instanceof Why.TimerExpired)) {
                    detail(self, " Receive advertisement timeout");
                }
                say(self, " Entering MASTER STATE");
                standing(self, " setting ");
            }
            case Decision.BecameBackup(var _, var from, var _) when from == Role.INIT && passes(turn, self.name()) -> {}
            case Decision.BecameBackup(var _, var from, var why) -> {
                yielded(self, why);
                boolean init = from == Role.INIT && !(turn.recorded().event() instanceof ScriptEnded);
                say(self, " Entering BACKUP STATE" + (init ? " (init)" : ""));
                if (from == Role.MASTER) {
                    standing(self, " removing ");
                }
            }
            case Decision.BecameFault(var _, var from, var reasons) -> fault(turn, self, from, reasons);
            case Decision.BecameStopped(var _, var from, var _) -> {
                if (from == Role.MASTER && turn.recorded().event() instanceof OperatorEvent.StopRequested) {
                    ended(self);
                }
            }
            case Decision.GoodbyeHeard _ -> detail(self, " Backup received priority 0 advertisement");
            case Decision.LowerMasterHeard(var _, var source, var theirs, var ours) ->
                say(
                        self,
                        " Received advert from " + source + " with lower priority " + theirs + ", ours " + ours
                                + ", forcing new election");
            case Decision.PriorityChanged(var _, var from, var to, var because)
            when !because.equals("configuration") -> priority(self, from, to);
            case Decision.AdvertDiscarded discarded -> discarded(turn, discarded, self);
            case Decision.AddressListDiffers(var _, var _, var theirs) -> differs(self, theirs);
            case Decision.RivalOwnerHeard _ ->
                say(
                        self,
                        " CONFIGURATION ERROR: local instance and a remote instance are both configured as address owner,"
                                + " please fix - reducing local priority");
            default -> {}
        }
    }

    /** Why a master is none any more. */
    private void yielded(InstanceConfig self, Why why) {
        switch (why) {
            case Why.HigherPriorityHeard(var source, var theirs, var ours) ->
                say(
                        self,
                        " Master received advert from " + source + " with higher priority " + theirs + ", ours "
                                + ours);
            case Why.HigherAddressHeard(var source, var _, var both) ->
                say(
                        self,
                        " Master received advert from " + source + " with same priority " + both
                                + " but higher IP address than ours");
            default -> {}
        }
    }

    private void fault(Turn turn, InstanceConfig self, Role from, List<FaultCause> reasons) {
        if (from == Role.INIT) {
            reasons.forEach(cause -> first(self, cause));
            // a script that fails at first has said so
            if (!(turn.recorded().event() instanceof ScriptEnded)) {
                say(self, " entering FAULT state");
            }
            return;
        }
        say(self, " Entering FAULT STATE");
        if (from == Role.MASTER) {
            detail(self, " sent 0 priority");
            standing(self, " removing ");
        }
    }

    /** What keeps it from the beginning. */
    private void first(InstanceConfig self, FaultCause cause) {
        switch (cause.reason()) {
            case INTERFACE_MISSING,
                    INTERFACE_DOWN,
                    ADDRESS_INTERFACE_DOWN,
                    ROUTING_INTERFACE_DOWN,
                    TRACK_GROUP,
                    TRACKED_INTERFACE -> say(self, ": entering FAULT state (interface " + cause.subject() + " down)");
            case NO_SOURCE_IP ->
                say(
                        self,
                        " entering FAULT state (no " + (self.family() == Family.IPV6 ? "IPv6" : "IPv4")
                                + " address for interface)");
            case TRACKED_SCRIPT -> say(self, ": entering FAULT state due to script " + cause.subject());
            case TRACKED_FILE -> say(self, ": entering FAULT state (tracked file " + cause.subject() + ")");
            case TRACKED_PROCESS ->
                say(self, " entering FAULT state (tracked process " + cause.subject() + " quorum not achieved)");
            case SYNC_GROUP_MEMBER, SOCKET_FAILED, DUPLICATE_VRID -> {}
        }
    }

    private void standing(InstanceConfig self, String doing) {
        var routing = self.options().routing();
        boolean routes = routing.stream().anyMatch(wanted -> wanted.what() instanceof Route);
        boolean rules = routing.stream().anyMatch(wanted -> wanted.what() instanceof Rule);
        boolean setting = doing.startsWith(" setting");
        if (!setting && rules) {
            detail(self, doing + "Virtual Rules");
        }
        if (!setting && routes) {
            detail(self, doing + "Virtual Routes");
        }
        if (!self.addresses().isEmpty()) {
            detail(self, doing + "VIPs.");
        }
        if (!self.excluded().isEmpty()) {
            detail(self, doing + "E-VIPs.");
        }
        if (setting && routes) {
            detail(self, doing + "Virtual Routes");
        }
        if (setting && rules) {
            detail(self, doing + "Virtual Rules");
        }
    }

    private void discarded(Turn turn, Decision.AdvertDiscarded discarded, InstanceConfig self) {
        if (!(turn.recorded().event() instanceof AdvertReceived heard)) {
            return;
        }
        var advert = heard.advert();
        switch (discarded.reason()) {
            case LOWER_PRIORITY ->
                say(
                        self,
                        " received lower priority (" + advert.priority() + ") advert from " + heard.source()
                                + " - discarding");
            case INTERVAL_MISMATCH ->
                say(
                        self,
                        " advertisement interval mismatch mine="
                                + seconds(self.interval().nanos()) + " sec rcv'd="
                                + seconds(advert.interval().nanos()) + " sec");
            case VERSION_MISMATCH ->
                say(
                        self,
                        " wrong version. Received " + advert.version().number() + " and expect "
                                + self.version().number());
            case NOT_A_PEER -> say(self, " unicast source address " + heard.source() + " not a unicast peer");
            case OWN_ADDRESS ->
                say(self, " WARNING - equal priority advert received from remote host with our IP address.");
            case ADDRESS_LIST -> differs(self, advert.addresses());
            case PEER_TTL, OWNER_IGNORES, NOT_RUNNING, STARTUP_DELAY -> {}
        }
    }

    private void differs(InstanceConfig self, List<Ip> theirs) {
        if (theirs.size() != self.addresses().size()) {
            say(
                    self,
                    " received an unexpected ip number count " + theirs.size() + ", expected "
                            + self.addresses().size() + "!");
            return;
        }
        self.addresses().stream()
                .map(address -> address.address().ip())
                .filter(ip -> !theirs.contains(ip))
                .findFirst()
                .ifPresent(ip -> say(
                        self,
                        " ip address associated with VRID " + self.vrid() + " not present in MASTER advert: " + ip));
    }

    private void rejected(AdvertRejected rejected) {
        instance(rejected.instance()).ifPresent(self -> {
            switch (rejected.reason()) {
                case AUTH_FAILED -> say(self, " received an invalid passwd!");
                case AUTH_TYPE -> numbers(self, rejected.detail(), " received a %2$s auth, expecting %1$s!");
                case TTL -> numbers(self, rejected.detail(), " invalid TTL/HL. Received %2$s and expect %1$s");
                case CHECKSUM -> say(self, " Invalid VRRPv" + self.version().number() + " checksum");
                case LENGTH, TOO_SHORT -> say(self, " vrrp packet too long: " + rejected.detail());
                case UNKNOWN_VRID ->
                    vrrp("Unknown VRID(" + numbers(rejected.detail()).getFirst() + ") received on interface("
                            + self.link() + "). ignoring...");
                case VERSION, TYPE, DESTINATION, INTERVAL, TOO_MANY ->
                    say(self, " discarded a packet of " + rejected.source() + ": " + rejected.detail());
            }
        });
    }

    /** With the first and the last number of the detail, which are what was expected and what was found. */
    private void numbers(InstanceConfig self, String detail, String format) {
        var numbers = numbers(detail);
        say(self, numbers.size() < 2 ? " " + detail : format.formatted(numbers.getFirst(), numbers.getLast()));
    }

    private static List<String> numbers(String detail) {
        return Arrays.stream(detail.split("\\D+", -1)).filter(w -> !w.isEmpty()).toList();
    }

    private void announced(Effect.SendGratuitousArp arp) {
        for (var ip : arp.addresses()) {
            boolean six = ip.family() == Family.IPV6;
            holder(arp.link(), ip)
                    .ifPresent(self -> detail(
                            self,
                            " Sending/queueing " + (six ? "Unsolicited Neighbour Adverts" : "gratuitous ARPs") + " on "
                                    + arp.link() + " for " + ip));
            sent(arp.link(), ip);
        }
        for (int i = 1; i < arp.repeat(); i++) {
            arp.addresses().forEach(ip -> sent(arp.link(), ip));
        }
    }

    /** The first instance that has this address. */
    private Optional<InstanceConfig> holder(InterfaceName link, Ip ip) {
        var now = configured;
        return now == null
                ? Optional.empty()
                : now.track().holding(link, ip).keySet().stream()
                        .findFirst()
                        .map(now.config().instances()::get);
    }

    private void sent(InterfaceName link, Ip ip) {
        var what = ip.family() == Family.IPV6 ? "unsolicited Neighbour Advert" : "gratuitous ARP";
        lines.add(line(Part.VRRP, "Sending " + what + " on " + link + " for " + ip)
                .inDetail());
    }

    private static String seconds(long nanos) {
        return nanos % 1_000_000_000L == 0
                ? Long.toString(nanos / 1_000_000_000L)
                : BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    }

    private void say(InstanceConfig self, String text) {
        lines.add(line(self, text));
    }

    private void detail(InstanceConfig self, String text) {
        lines.add(line(self, text).inDetail());
    }

    private LogLine line(InstanceConfig self, String text) {
        return new LogLine(
                Part.VRRP,
                Level.INFO,
                false,
                "(" + self.name() + ")" + text,
                self.name().value(),
                self.vrid().value(),
                index);
    }

    private void vrrp(String text) {
        lines.add(line(Part.VRRP, text));
    }

    private void parent(String text) {
        lines.add(line(Part.PARENT, text));
    }

    private LogLine line(Part part, String text) {
        return new LogLine(part, Level.INFO, false, text, null, 0, index);
    }
}
