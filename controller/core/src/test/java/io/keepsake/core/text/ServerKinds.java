package io.keepsake.core.text;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.GarpPace;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.LinkDelay;
import io.keepsake.core.config.LvsConfig;
import io.keepsake.core.config.MailConfig;
import io.keepsake.core.config.Notifications;
import io.keepsake.core.config.NotifyFifo;
import io.keepsake.core.config.ProbeTarget;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.ScriptRules;
import io.keepsake.core.config.SorryServer;
import io.keepsake.core.config.StaticConfig;
import io.keepsake.core.config.SyncGroup;
import io.keepsake.core.config.TrackFile;
import io.keepsake.core.config.TrackProcess;
import io.keepsake.core.config.TrackedFile;
import io.keepsake.core.config.TrackedLink;
import io.keepsake.core.config.TrackedProcess;
import io.keepsake.core.config.TrackedScript;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.config.VrrpScript;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.event.CheckFailure;
import io.keepsake.core.event.CheckTiming;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.FirewallEvent;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.Hold;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.TrackEvent;
import io.keepsake.core.value.Block;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.FirewallTable;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Protocol;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.Script;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.SyncDaemon;
import io.keepsake.core.value.VirtualServerName;
import java.util.List;
import java.util.stream.Stream;

/** One value of every kind that has to do with virtual servers. */
final class ServerKinds {
    private static final VirtualServerName SERVER = new VirtualServerName("tcp:10.0.0.100:80");
    private static final Endpoint REAL = Endpoint.parse("10.0.0.1:80");
    private static final Endpoint REAL6 = Endpoint.parse("[fd00::1]:8080");
    private static final ServiceKey KEY = new ServiceKey.Address(Protocol.TCP, Endpoint.parse("10.0.0.100:80"));
    private static final ServiceKey MARK = new ServiceKey.Mark(-1, Family.IPV6);
    private static final CheckerId CHECKER = new CheckerId(SERVER, REAL, 1);
    private static final Script SCRIPT = new Script(List.of("/bin/a b", "", "\"c\""), "nobody", null);
    private static final Service SERVICE = new Service(KEY, "wlc", Service.FLAG_1, true, 360, 24, "sip");
    private static final Forwarding GUE =
            new Forwarding(Forwarding.Method.TUN, Forwarding.Tunnel.GUE, 6080, Forwarding.Checksum.REMOTE);
    private static final Destination DESTINATION = new Destination(REAL6, GUE, 3, 100, 50);
    private static final SyncDaemon DAEMON =
            new SyncDaemon(Role.BACKUP, new InterfaceName("eth0"), 51, 1472, 8848, 3, Ip.parse("224.0.0.81"));
    private static final CheckTiming TIMING = new CheckTiming(1, 2, 3, 4, 5);

    private static final Block BLOCK =
            new Block(new FirewallTable("filter", -150, true, true), Ip.parse("fe80::1"), "7");

    private ServerKinds() {}

    static ControllerConfig config() {
        var instances = EventTextTest.config().instances();
        return new ControllerConfig(
                "LVS_1",
                0,
                instances,
                List.of(new VirtualServerConfig(
                        SERVER,
                        List.of(KEY, MARK),
                        SERVICE,
                        true,
                        2,
                        1,
                        SCRIPT,
                        null,
                        true,
                        new SorryServer(REAL6, Forwarding.NAT, true),
                        true,
                        List.of(real()))),
                new LvsConfig(new IpvsTimeouts(1, 2, 1), DAEMON, new InstanceName("VI_1"), true, true),
                new ScriptRules("keepalived_script", null, true),
                new MailConfig("127.0.0.1", 25, "node", "a@b", List.of("c@d", "e@f"), 30_000_000_000L),
                List.of(new VrrpScript("check", SCRIPT, 1, 2, 3, 4, true)),
                List.of(new NotifyFifo("/run/fifo", true, false, SCRIPT)),
                List.of(new SyncGroup(
                        "G 1",
                        instances.stream().map(InstanceConfig::name).toList(),
                        List.of(new TrackedLink(new InterfaceName("eth1"), -3, true)),
                        List.of(new TrackedScript("check", 0, false)),
                        List.of(new TrackedFile("load", -2, true)),
                        List.of(new TrackedProcess("proxy 1", -254, true)),
                        new Notifications(null, null, null, SCRIPT, null, null, null, true, false, null, true))),
                List.of(new TrackFile("load", "/run/load", new TrackFile.Init(TrackFile.When.ALWAYS, -3))),
                List.of(new TrackProcess(
                        "proxy 1",
                        new TrackProcess.Command("/bin/a b", List.of("-c", "d e"), TrackProcess.Match.PARTIAL, true),
                        2,
                        3,
                        4,
                        5)),
                true,
                7_000_000_000L,
                List.of(new GarpPace(List.of(new InterfaceName("eth0")), 1_000, 0)),
                BLOCK.table(),
                true,
                true,
                List.of(new LinkDelay(new InterfaceName("eth0"), 1_500_000_000L, 0)),
                new StaticConfig(
                        List.of(),
                        List.of(Routing.parse("route blackhole 10.9.0.0/16")),
                        List.of(new StaticConfig.TrackGroup(
                                "G 1", List.of(new InterfaceName("eth0")), List.of(new InstanceName("VI_1"))))));
    }

    private static RealServerConfig real() {
        var url = new Check.Url(
                "/",
                "www.example.org",
                "sni",
                List.of(new Check.StatusRange(200, 299)),
                "9b3a0c85a887a256d6939da88aabd8cd",
                "^ok$",
                List.of("caseless"),
                true,
                1,
                100);
        var checks = Stream.of(
                new Check.Tcp(),
                new Check.Http(true, Check.HttpVersion.HTTP_1_1, true, List.of(url)),
                new Check.Smtp("helo"),
                new Check.Dns("SOA", "."),
                new Check.Misc(SCRIPT, true),
                new Check.Udp("00ff", true, "0X", 1, 255),
                new Check.Ping(),
                new Check.File("/tmp/weight", -2, true));
        var target = new ProbeTarget(REAL, Ip.parse("10.0.0.9"), 7, new InterfaceName("eth1"), -2);
        return new RealServerConfig(
                REAL,
                GUE,
                1,
                2,
                3,
                true,
                SCRIPT,
                SCRIPT,
                true,
                checks.map(check -> new CheckerConfig(check, target, 1, 2, 3, 4, 5, true, 6, true))
                        .toList());
    }

    static Stream<Event> events() {
        var drain = new OperatorEvent.Drain(SERVER, null, Moment.NEVER, "a reason", "uid 0");
        var leftovers = new OperatorEvent.Leftovers(
                List.of(new LinkAddress(new InterfaceName("eth0"), InterfaceAddress.parse("10.0.0.100/32"))),
                List.of(KEY, MARK),
                List.of(new OperatorEvent.FailedChecker(CHECKER, "refused")),
                List.of(drain),
                List.of(new OperatorEvent.KnownServer(
                        SERVER, true, List.of(new OperatorEvent.GoodChecker(CHECKER.real(), 1, -7)))),
                List.of(DAEMON),
                List.of(new Hold(new InstanceName("VI_1"), Hold.Kind.HOLD, Moment.NEVER, "a reason", "uid 0")),
                List.of(BLOCK.key()),
                List.of(Routing.parse("rule 1 goto 2")),
                List.of(new LinkAddress(new InterfaceName("eth0"), InterfaceAddress.parse("10.0.0.1/24"))));
        return Stream.of(
                new FirewallEvent.BlocksRead(
                        List.of(BLOCK, new Block(FirewallTable.DEFAULT, Ip.parse("10.0.0.1"), ""))),
                new OperatorEvent.ConfigAccepted(config(), "virtual_server"),
                new OperatorEvent.LeftoversRecalled(leftovers),
                new OperatorEvent.DrainRequested(
                        new OperatorEvent.Drain(SERVER, REAL, new Moment(12), "a reason", "uid 0")),
                new OperatorEvent.DrainCancelled(SERVER, null, "uid 0"),
                new HealthEvent.CheckPassed(CHECKER, TIMING, "HTTP/1.1 200 OK", HealthEvent.NO_WEIGHT, 7),
                new HealthEvent.CheckFailed(CHECKER, CheckTiming.NONE, CheckFailure.TIMEOUT, "no answer\u0001", 7),
                new HealthEvent.FileRead(CHECKER, -7, 7),
                new HealthEvent.CheckUnknown(CHECKER, TIMING, "its runner was killed", 7),
                new IpvsEvent.IpvsRead(
                        new IpvsTimeouts(900, 120, 300),
                        List.of(DAEMON),
                        List.of(new IpvsEvent.Entry(SERVICE, List.of(DESTINATION)))),
                new IpvsEvent.IpvsUnavailable(1, "EPERM"),
                new IpvsEvent.ServiceSeen(SERVICE),
                new IpvsEvent.ServiceGone(MARK),
                new IpvsEvent.DestinationSeen(KEY, DESTINATION),
                new IpvsEvent.DestinationGone(KEY, REAL),
                new ScriptEvent.ScriptEnded(9, "who", "what it is", ScriptEvent.End.TIMED_OUT, 15, 7, "out\nput"),
                new TrackEvent.TrackedFileRead("load 1", -12_345_678_901L),
                new TrackEvent.TrackedProcessesCounted("proxy 1", 3),
                new ScriptEvent.ScriptUnavailable("who", "/none", "no such file"),
                new OutcomeEvent.ProgramRefused(9, List.of(new OutcomeEvent.Refusal(3, 17))));
    }

    static Stream<Decision> decisions() {
        return Stream.of(
                new Decision.CheckerFailed(CHECKER, 2, 1, 812),
                new Decision.CheckerRecovered(CHECKER, 2),
                new Decision.RealServerDown(SERVER, REAL, "REFUSED: no"),
                new Decision.RealServerUp(SERVER, REAL),
                new Decision.WeightChanged(SERVER, REAL, 1, 0, "drained"),
                new Decision.QuorumLost(SERVER, 0, 1, true),
                new Decision.QuorumGained(SERVER, 2, 1, false),
                new Decision.ChecksSuspended(SERVER),
                new Decision.ChecksResumed(SERVER),
                new Decision.VirtualServerAdded(SERVER),
                new Decision.VirtualServerRemoved(SERVER),
                new Decision.TrackedScriptFailed("check", 3, 3, "exit status 1"),
                new Decision.TrackedScriptPassed("check", 2, 2),
                new Decision.RealServerAdded(SERVER, REAL, true),
                new Decision.RealServerRemoved(SERVER, REAL),
                new Decision.DrainEnded(SERVER, null, "its time is over"));
    }

    static Stream<Effect> effects() {
        return Stream.of(
                new Effect.ProgramIpvs(List.of(
                        new IpvsChange.AddService(SERVICE),
                        new IpvsChange.EditService(SERVICE),
                        new IpvsChange.RemoveService(MARK),
                        new IpvsChange.AddDestination(KEY, DESTINATION),
                        new IpvsChange.EditDestination(KEY, DESTINATION),
                        new IpvsChange.RemoveDestination(KEY, REAL6),
                        new IpvsChange.StartSync(DAEMON),
                        new IpvsChange.StopSync(DAEMON),
                        new IpvsChange.SetTimeouts(new IpvsTimeouts(1, 2, 1)))),
                new Effect.ReadIpvs(),
                new Effect.AddBlock(BLOCK),
                new Effect.RemoveBlock(BLOCK.key()),
                new Effect.ReadBlocks(List.of("filter", "a b")),
                new Effect.PaceCheck(CHECKER, 1_000_000_000L),
                new Effect.SuspendChecks(SERVER),
                new Effect.ResumeChecks(SERVER),
                new Effect.RunScript("who", SCRIPT, List.of("an argument"), 2),
                new Effect.SendMail("subject", "body\n"),
                new Effect.WriteFifo("VS [10.0.0.100]:tcp:80 UP", false),
                new Effect.WriteFifo("INSTANCE \"VI_1\" MASTER 100", true));
    }
}
