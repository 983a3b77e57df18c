package io.keepsake.testkit.scenario;

import io.keepsake.config.Checked;
import io.keepsake.config.ConfigFile;
import io.keepsake.config.ConfigOptions;
import io.keepsake.config.LoadedConfig;
import io.keepsake.config.problem.Problem;
import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.event.CheckFailure;
import io.keepsake.core.event.CheckTiming;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.world.ScenarioNode;
import io.keepsake.world.ScenarioNode.Sockets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Interprets the commands of a scenario.
 *
 * <pre>
 * config                          the following lines are a keepalived.conf; once there is one, this is a reload
 * kernel ens33 10.0.0.1/24 ...    the kernel is read: links, up, with their addresses
 * link ens33 up|down|no-carrier|gone
 * address add|del ens33 10.0.0.100/32
 * advert VI_1 from=10.0.0.2 priority=90 [interval=1] [version=V2] [addresses=...] [late=0s]
 * wait 3.5                        seconds; deadlines come
 * stall 6                         seconds; nothing comes
 * kernel-silent | kernel-answers
 * kernel-plain                    addresses come without label, scope, broadcast and peer from now on
 * sockets fail|open|silent        whether sockets can be opened from now on, or nothing is answered
 * restart                         kill -9; another run begins, with the same configuration, kernel and journal
 * pass|fail 10.0.0.1:80 [check=0] [server=...] [weight=N] [reason=REFUSED] [incarnation=N]   a check ended
 * script NAME pass|fail|timeout|unknown|unavailable   the run of a vrrp_script that was asked for last ended
 * recall                          the last run left nothing
 * drift delete|weight|clear ...   somebody else changes the IPVS table, and a reading shows it
 * flush                           somebody else empties the packet filter, and that is seen
 * stop
 * resume at=SECONDS index=N [fingerprint=N]   a director goes on: the following lines are the state of a checkpoint, none
 *                                 for a new one; from now on nothing is answered, and events tell all
 * AnyEvent field=value ...        any event in its one-line form
 * </pre>
 */
public final class Scenario {
    private static final String FILE = "scenario.conf";
    private static final ConfigOptions OPTIONS = new ConfigOptions("scenario", "scenario", Map.of(), 0);

    /** A command names what the configuration in force does not have. */
    public static final class NotThere extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        NotThere(String what) {
            super("the configuration has no " + what);
        }
    }

    private final ScenarioNode node;
    private final Map<InterfaceName, Link> links = new HashMap<>();

    /** A scenario of which only the answers are wanted. */
    public Scenario() {
        this(new ScenarioNode());
    }

    /** A scenario that is told to this node, which is new. */
    public Scenario(ScenarioNode node) {
        this.node = node;
    }

    /** Answers one command; a wrong command is an exception that says so. */
    public String answer(List<String> command) {
        if (command.getFirst().equals("config")) {
            configure(String.join("\n", command.subList(1, command.size())));
            return node.report();
        }
        if (command.getFirst().startsWith("resume ")) {
            resume(options(List.of(command.getFirst().split(" +"))), command.subList(1, command.size()));
            return node.report();
        }
        command.forEach(line -> run(line.strip()));
        return node.report();
    }

    private void run(String line) {
        var words = List.of(line.split(" +"));
        var rest = words.subList(1, words.size());
        switch (words.getFirst()) {
            case "kernel" -> readKernel(rest);
            case "link" -> changeLink(new InterfaceName(rest.get(0)), rest.get(1));
            case "address" -> changeAddress(rest);
            case "advert" -> advert(rest);
            case "wait" -> node.pass(TextSource.fromSeconds(rest.getFirst()));
            case "stall" -> node.stall(TextSource.fromSeconds(rest.getFirst()));
            case "kernel-silent" -> node.silentKernel(true);
            case "kernel-answers" -> node.silentKernel(false);
            case "kernel-plain" -> node.plainKernel();
            case "sockets" -> node.sockets(Sockets.valueOf(rest.getFirst().toUpperCase(Locale.ROOT)));
            case "restart" -> restart();
            case "pass", "fail" -> check(words.getFirst().equals("pass"), rest);
            case "script" -> script("vrrp_script " + rest.get(0), rest.get(1));
            case "recall" -> node.tell(new OperatorEvent.LeftoversRecalled(OperatorEvent.Leftovers.NONE));
            case "drift" -> Drift.of(node, rest);
            case "flush" -> node.flushBlocks();
            case "stop" -> node.tell(new OperatorEvent.StopRequested("SIGTERM", false, false));
            default -> node.tell(EventText.parseEvent(line));
        }
    }

    private void resume(Map<String, String> given, List<String> lines) {
        var state = lines.isEmpty()
                ? NodeState.INITIAL
                : NodeState.of(new Checkpoint(lines, Long.parseLong(given.getOrDefault("fingerprint", "0"))));
        node.resume(
                state,
                new Moment(TextSource.fromSeconds(given.getOrDefault("at", "0"))),
                Long.parseLong(given.getOrDefault("index", "1")));
    }

    private void configure(String text) {
        boolean reload = node.state().vrrp() != null;
        node.tell(reload ? reload(text) : new OperatorEvent.ConfigAccepted(parse(text), ""));
        node.pass(0);
    }

    /** What a reload makes of a file with this text. */
    public static OperatorEvent reload(String text) {
        var checked = ConfigFile.parse(FILE, text, OPTIONS);
        return checked.usable()
                ? new OperatorEvent.ConfigAccepted(parse(text), "")
                : new OperatorEvent.ConfigRefused(
                        checked.problems().stream().map(Problem::toString).toList());
    }

    /** The configuration that {@code text} writes; a scenario with a wrong one is wrong itself. */
    public static ControllerConfig parse(String text) {
        return switch (ConfigFile.parse(FILE, text, OPTIONS)) {
            case Checked.Valid<LoadedConfig> valid -> valid.value().config();
            case Checked.Invalid<LoadedConfig> invalid ->
                throw new IllegalArgumentException("scenario configuration: " + invalid.problems());
        };
    }

    private void readKernel(List<String> words) {
        var addresses = new ArrayList<LinkAddress>();
        var at = new InterfaceName("none");
        for (var word : words) {
            if (word.indexOf('/') >= 0) {
                addresses.add(new LinkAddress(at, InterfaceAddress.parse(word)));
            } else {
                at = new InterfaceName(word);
                int index = links.size() + 2;
                links.put(
                        at,
                        new Link(at, index, true, true, false, 1500, new HardwareAddress(0x0200_0000_0000L + index)));
            }
        }
        node.tell(LinkEvent.KernelRead.plain(
                links.values().stream().sorted(Scenario::byIndex).toList(), addresses));
        node.pass(0);
    }

    private static int byIndex(Link one, Link other) {
        return Integer.compare(one.index(), other.index());
    }

    private void restart() {
        var before = node.state();
        var config = node.config();
        node.restart();
        node.tell(new OperatorEvent.ConfigAccepted(config, ""));
        if (before.links().read()) {
            node.tell(new LinkEvent.KernelRead(
                    before.links().links(), before.links().addresses()));
        }
        before.links().routing().standing().forEach(what -> node.tell(new RoutingEvent.RoutingSeen(what, false)));
        node.tell(new OperatorEvent.LeftoversRecalled(before.leftovers()));
        node.pass(0);
    }

    private void changeLink(InterfaceName name, String to) {
        int index = links.size() + 2;
        var was = links.getOrDefault(
                name, new Link(name, index, true, true, false, 1500, new HardwareAddress(0x0200_0000_0000L + index)));
        if (to.equals("gone")) {
            links.remove(name);
            node.tell(new LinkEvent.LinkGone(name, was.index()));
            return;
        }
        boolean up = !to.equals("down");
        boolean running = to.equals("up");
        var now = new Link(name, was.index(), up, running, was.loopback(), was.mtu(), was.hardware());
        links.put(name, now);
        node.tell(new LinkEvent.LinkSeen(now));
    }

    private void changeAddress(List<String> words) {
        var address = new LinkAddress(new InterfaceName(words.get(1)), InterfaceAddress.parse(words.get(2)));
        node.tell(
                words.getFirst().equals("add")
                        ? new LinkEvent.AddressSeen(address, false)
                        : new LinkEvent.AddressGone(address, false));
    }

    private void check(boolean passed, List<String> words) {
        var real = Endpoint.parse(words.getFirst());
        var given = options(words);
        var server = given.containsKey("server")
                ? new VirtualServerName(given.get("server"))
                : node.config().virtualServers().stream()
                        .filter(v -> v.realServers().stream()
                                .anyMatch(r -> r.endpoint().equals(real)))
                        .findFirst()
                        .orElseThrow(() -> new NotThere("real server " + real))
                        .name();
        var id = new CheckerId(server, real, Integer.parseInt(given.getOrDefault("check", "0")));
        int weight = Integer.parseInt(given.getOrDefault("weight", "-1"));
        long incarnation = Long.parseLong(given.getOrDefault(
                "incarnation", Long.toString(node.state().health().incarnation(id))));
        node.tell(
                passed
                        ? new HealthEvent.CheckPassed(id, CheckTiming.NONE, "ok", weight, incarnation)
                        : new HealthEvent.CheckFailed(
                                id,
                                CheckTiming.NONE,
                                CheckFailure.valueOf(given.getOrDefault("reason", "REFUSED")),
                                "told so",
                                incarnation));
    }

    private void script(String subject, String how) {
        switch (how) {
            case "pass" -> node.script(subject, ScriptEvent.End.EXITED, 0);
            case "fail" -> node.script(subject, ScriptEvent.End.EXITED, 1);
            case "timeout" -> node.script(subject, ScriptEvent.End.TIMED_OUT, 15);
            case "unknown" -> node.script(subject, ScriptEvent.End.UNKNOWN, 0);
            case "unavailable" -> node.scriptUnavailable(subject);
            default -> throw new IllegalArgumentException("a script does not end by \"" + how + "\"");
        }
    }

    private static Map<String, String> options(List<String> words) {
        var given = new HashMap<String, String>();
        words.stream().skip(1).map(w -> w.split("=", 2)).forEach(w -> given.put(w[0], w[1]));
        return given;
    }

    private void advert(List<String> words) {
        var self = node.config().instances().stream()
                .filter(i -> i.name().value().equals(words.getFirst()))
                .findFirst()
                .orElseThrow(() -> new NotThere("instance " + words.getFirst()));
        var given = options(words);
        var heard = new VrrpEvent.AdvertReceived(
                self.name(),
                Ip.parse(given.getOrDefault("from", "")),
                255,
                TextSource.fromSeconds(given.getOrDefault("late", "0")),
                advert(self, given));
        node.tell(heard);
    }

    private static Advert advert(InstanceConfig self, Map<String, String> given) {
        var own = self.advert(self.priority());
        var interval = given.containsKey("interval")
                ? new AdvertInterval((int) (TextSource.fromSeconds(given.get("interval")) / 10_000_000L))
                : own.interval();
        return new Advert(
                given.containsKey("version") ? VrrpVersion.valueOf(given.get("version")) : own.version(),
                own.vrid(),
                new Priority(Integer.parseInt(given.getOrDefault("priority", "100"))),
                interval,
                own.auth(),
                given.containsKey("addresses")
                        ? Stream.of(given.get("addresses").split(","))
                                .map(Ip::parse)
                                .toList()
                        : own.addresses());
    }
}
