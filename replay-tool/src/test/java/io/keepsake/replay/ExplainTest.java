package io.keepsake.replay;

import static io.keepsake.replay.Recording.advertLine;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each cause of a change of role, in words. */
class ExplainTest {
    @TempDir
    Path journal;

    @Test
    void aSilentMasterIsReplacedWhenTheTimerRunsOut() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(10, 150).deadline().answered().deadline().deadline();
        }
        Golden.check("explain-master-down", 0, journal, "explain");
        Golden.check("show-master-down", 0, journal, "show");
        Golden.check("show-decisions", 0, journal, "show", "--decisions", "--from", "#10");
        Golden.check("show-json", 0, journal, "show", "--json");
        Golden.check("verify-master-down", 0, journal, "verify");
        Golden.check("show-last-seconds", 0, journal, "show", "--from", "-2s");
        Golden.check("show-index", 0, journal, "show", "--from", "1#18", "--to", "20");
        Golden.check("state-master", 0, journal, "state", "--at", "2026-11-22T03:12:14Z");
    }

    @Test
    void aMasterThatSaysGoodbyeIsReplacedAfterTheSkew() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150).pass(500_000_000).advert(0).deadline().answered();
        }
        Golden.check("explain-goodbye", 0, journal, "explain");
    }

    @Test
    void aStartWithoutAnyMasterEndsInMastership() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.deadline().answered();
        }
        Golden.check("explain-start", 0, journal, "explain");
    }

    @Test
    void theOwnerWaitsForNobody() throws Exception {
        try (var run = Recording.started(journal, 255)) {
            run.deadline().answered();
        }
        Golden.check("explain-owner", 0, journal, "explain");
    }

    @Test
    void aLowerMasterIsPreempted() throws Exception {
        try (var run = Recording.started(journal, 150)) {
            run.adverts(3, 100).deadline().answered();
        }
        Golden.check("explain-preempt", 0, journal, "explain");
    }

    @Test
    void aHigherMasterIsYieldedTo() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.deadline().answered().deadline().pass(300_000_000).advert(150).answered();
        }
        Golden.check("explain-higher-priority", 0, journal, "explain");
    }

    @Test
    void anEqualMasterWithTheHigherAddressIsYieldedTo() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.deadline().answered().pass(300_000_000).advert(100).answered();
        }
        Golden.check("explain-higher-address", 0, journal, "explain");
    }

    @Test
    void anAddressTakenByHandCostsTheMastershipForTheSkew() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.deadline().answered().pass(300_000_000);
            run.event("AddressGone link=ens33 address=192.168.181.100/32 own=false");
            run.deadline().answered();
        }
        Golden.check("explain-address-lost", 0, journal, "explain");
    }

    private static String options(String line, String options) {
        return line.replace(
                "list_check=TELL",
                "list_check=TELL options=[{track_src_ip=false owner_ignore_adverts=false timer_expired_backup=0"
                        + " unicast_ttl=0 kernel_rx_buf_size=0 peer_ttls=[] " + options + "}]");
    }

    @Test
    void aRouteTakenByHandCostsTheMastershipForTheSkew() throws Exception {
        var route = "route unicast 10.20.0.0/16 via 192.168.181.9 dev ens33";
        try (var run = Recording.started(
                journal, 100, line -> options(line, "routing=[{routing=\"" + route + "\" tracked=true}]"))) {
            run.deadline().answered().answered().pass(300_000_000);
            run.event("RoutingGone routing=\"" + route + "\" own=false").answered();
            run.deadline().answered().answered();
        }
        Golden.check("explain-route-lost", 0, journal, "explain");
    }

    @Test
    void packetsAreDroppedBeforeAnAddressAnswers() throws Exception {
        try (var run = Recording.started(journal, 100, line -> options(line, "no_accept=true"))) {
            run.deadline().answered().answered().pass(300_000_000);
            run.advert(Recording.PEER, 150).answered().answered();
        }
        Golden.check("explain-no-accept", 0, journal, "explain");
    }

    @Test
    void aFaultComesAndGoesWithTheCarrier() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.deadline().answered().pass(300_000_000).linkUp(false).answered();
            run.pass(2_000_000_000L).linkUp(true).answered().deadline().answered();
        }
        Golden.check("explain-fault", 0, journal, "explain");
    }

    @Test
    void aStopIsAsked() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.deadline().answered().pass(300_000_000);
            run.event("StopRequested by=SIGTERM keep_ipvs=false").answered();
            run.pass(650_000_000).advert(90).answered();
        }
        Golden.check("explain-stop", 0, journal, "explain");
    }

    @Test
    void aReloadTakesAMasterAway() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.deadline().answered().pass(300_000_000);
            run.event("HandoverRequested instances=[{instance=VI_1}] by=reload").answered();
            run.pass(650_000_000).advert(90).answered();
        }
        Golden.check("explain-handover", 0, journal, "explain");
    }

    @Test
    void anOperatorDemotesAMaster() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.deadline().answered().pass(300_000_000);
            run.event("HoldRequested member=VI_1 hold=DEMOTE until=never because=\"new kernel\" by=\"uid 0\"");
            run.pass(650_000_000).advert(90).answered();
            run.adverts(2, 90).event("HoldReleased instance=VI_1 by=\"uid 0\"");
            run.deadline().answered();
        }
        Golden.check("explain-demote", 0, journal, "explain");
    }

    @Test
    void anOperatorHoldsAnInstanceThatNobodyReplaces() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.deadline().answered().pass(300_000_000);
            run.event("HoldRequested member=VI_1 hold=HOLD until=20 because=repair by=\"uid 1000\"");
            run.deadline().answered().deadline();
            for (int i = 0; i < 4; i++) {
                run.deadline();
            }
            run.answered();
        }
        Golden.check("explain-hold", 0, journal, "explain");
    }

    @Test
    void packetsThatWereRefusedAreNoSilence() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150);
            for (int i = 0; i < 3; i++) {
                run.pass(1_000_000_000L)
                        .event("AdvertRejected instance=VI_1 source=192.168.181.133 reason=CHECKSUM "
                                + "detail=\"expected 0x1234, found 0x4321\" late=0s");
            }
            run.deadline().answered();
        }
        Golden.check("explain-checksum", 0, journal, "explain");
    }

    @Test
    void aFloodIsCountedWithTheFirstOfIt() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150);
            run.event("AdvertRejected instance=VI_1 source=192.168.181.66 reason=CHECKSUM "
                    + "detail=\"expected 0x1234, found 0x4321\" late=0s");
            run.pass(1_000_000_000L)
                    .event("AdvertsRejected instance=VI_1 source=192.168.181.66 reason=CHECKSUM count=99999");
            run.event("AdvertsRejected instance=VI_1 source=0.0.0.0 reason=TOO_MANY count=500000");
            run.adverts(1, 150);
        }
        Golden.check("explain-flood", 0, journal, "explain");
    }

    @Test
    void anAdvertThatCameJustBeforeTheTakeoverIsNamed() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150).deadline();
            run.pass(100_000).event(advertLine(Recording.PEER, 150).replace("late=0.000012s", "late=0.0002s"));
            run.answered();
        }
        Golden.check("explain-read-too-late", 0, journal, "explain");
    }

    @Test
    void aProcessThatStoodStillWaitsForOneMoreAdvert() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150).pass(4_200_000_000L).event("LoopStalled late=4.2s");
            run.deadline().answered();
        }
        Golden.check("explain-stalled", 0, journal, "explain");
    }

    @Test
    void aLowerMasterBesideUsIsSplitBrain() throws Exception {
        try (var run = Recording.started(journal, 150)) {
            run.deadline().answered().deadline().deadline().pass(10_000_000).beside(Recording.PEER, 4, 100);
            run.event("StopRequested by=SIGTERM keep_ipvs=false").answered();
        }
        Golden.check("explain-split-brain", 0, journal, "explain");
    }

    @Test
    void theLastWordOfAMasterThatStepsDownIsNoSplitBrain() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.deadline().answered();
            run.pass(1_000_000L).event(advertLine(Recording.PEER, 90)).answered();
            run.event("StopRequested by=SIGTERM keep_ipvs=false").answered();
        }
        Golden.check("explain-last-word", 0, journal, "explain");
    }

    @Test
    void aHoleInTheEvidenceIsSaid() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150);
            long from = run.index();
            run.pass(1_000_000_000L).unrecorded(advertLine(Recording.PEER, 150));
            run.gap(from).checkpoint().deadline().answered();
        }
        Golden.check("explain-gap", 3, journal, "explain");
        Golden.check("verify-gap", 3, journal, "verify");
        Golden.check("show-gap", 3, journal, "show", "--from", "#12", "--kind", "RecordingGap,BecameMaster");
    }

    @Test
    void twoRunsAreTwoAccounts() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.deadline().answered();
        }
        try (var run = Recording.started(journal, 150)) {
            run.adverts(1, 200);
        }
        Golden.check("explain-two-runs", 0, journal, "explain");
        Golden.check("verify-two-runs", 0, journal, "verify");
        Golden.check("verify-run-2", 0, journal, "verify", "--run", "2");
        Golden.check("show-run-1", 0, journal, "show", "--run", "1", "--instance", "VI_1");
    }

    /**
     * The instance tracks /bin/chk, which runs every ten seconds and may fail once, and tells /bin/any of its states.
     */
    private static String tracking(String config, int weight) {
        return config.replace(
                        "list_check=TELL",
                        "list_check=TELL track_script=[{script=chk weight=" + weight
                                + " reverse=false}] notifications=[{any=[{argv=[{word=/bin/any}] user=[] group=[]}]}]")
                + " vrrp_scripts=[{name=chk argv=[{word=/bin/chk}] user=[] group=[] interval=10s timeout=10s rise=1"
                + " fall=2 init_fail=false}]";
    }

    @Test
    void aScriptThatFailsTakesTheRole() throws Exception {
        try (var run = Recording.started(journal, 100, config -> tracking(config, 0))) {
            run.deadline().script(0, "").deadline().answered().deadlinesFor(7_000_000_000L);
            run.script(1, "connection refused").deadlinesFor(10_000_000_000L);
            run.script(1, "connection refused").answered().deadlinesFor(10_000_000_000L);
            run.script(0, "");
        }
        Golden.check("explain-script", 0, journal, "explain");
        Golden.check("show-script", 0, journal, "show", "--decisions", "--instance", "VI_1");
    }

    @Test
    void aScriptThatFailsChangesThePriority() throws Exception {
        try (var run = Recording.started(journal, 100, config -> tracking(config, -20))) {
            run.deadline().script(0, "").deadline().answered().deadlinesFor(7_000_000_000L);
            run.script(1, "").deadlinesFor(10_000_000_000L);
            run.script(1, "").pass(100_000_000).advert(90).answered();
        }
        Golden.check("explain-script-weight", 0, journal, "explain");
    }

    /** With a second instance of a lower priority, which tracks eth1, and both in a sync group. */
    private static String grouped(String config) {
        var one = config.substring(config.indexOf("instances=[") + 11, config.indexOf("] virtual_servers="));
        var other = one.replace("VI_1", "VI_2")
                .replace("vrid=51", "vrid=52")
                .replace("priority=100", "priority=80")
                .replace("192.168.181.100", "192.168.181.101")
                .replace("track_interface=[]", "track_interface=[{link=eth1 weight=0 reverse=false}]");
        return config.replace(one, one + " " + other)
                + " sync_groups=[{name=G members=[{instance=VI_1} {instance=VI_2}]}]";
    }

    private static String eth1(boolean running) {
        return "LinkSeen link=eth1 index=3 up=true running=" + running
                + " loopback=false mtu=1500 hardware=02:00:00:00:00:03";
    }

    @Test
    void theMembersOfASyncGroupMoveTogether() throws Exception {
        try (var run = Recording.started(journal, 100, ExplainTest::grouped)) {
            run.answered().pass(1_000_000).event(eth1(true));
            run.deadline().deadline().answered().answered().pass(500_000_000).advert(200);
            run.pass(500_000_000).advert(0).deadline().deadline().answered().answered();
            run.pass(200_000_000).event(eth1(false)).pass(2_000_000_000).event(eth1(true));
        }
        Golden.check("explain-group", 0, journal, "explain");
        Golden.check("show-group", 0, journal, "show", "--decisions");
    }

    /** Which tracks a file with a weight and the processes of a proxy as a fault. */
    private static String tracking(String config) {
        return config.replace(
                        "list_check=TELL",
                        "list_check=TELL track_file=[{file=load weight=-10 reverse=false}]"
                                + " track_process=[{process=proxy weight=0 reverse=false}]")
                + " track_files=[{name=load path=/run/load init=NEVER number=0}]"
                + " track_processes=[{name=proxy command=haproxy parameters=[] match=NONE full_command=false quorum=1"
                + " quorum_max=9 fork_delay=0s terminate_delay=2s}]";
    }

    @Test
    void aFileChangesThePriorityAndAProcessThatEndsTakesTheRole() throws Exception {
        try (var run = Recording.started(journal, 100, ExplainTest::tracking)) {
            run.event("TrackedFileRead file=load number=0");
            run.event("TrackedProcessesCounted process=proxy count=1");
            run.deadline().answered().pass(500_000_000).event("TrackedFileRead file=load number=3");
            run.deadlinesFor(3_000_000_000L).event("TrackedProcessesCounted process=proxy count=0");
            run.deadlinesFor(3_000_000_000L).event("TrackedProcessesCounted process=proxy count=1");
        }
        Golden.check("explain-file-process", 0, journal, "explain");
    }

    @Test
    void aLossThatHasLastedForItsDelayNamesWhenItWasTold() throws Exception {
        try (var run =
                Recording.started(journal, 100, config -> config + " link_delays=[{link=ens33 down=1.5s up=0.5s}]")) {
            run.deadline().answered().pass(100_000_000).linkUp(false).deadlinesFor(1_400_000_000L);
            run.linkUp(true).deadlinesFor(1_000_000_000L).linkUp(false).deadlinesFor(2_000_000_000L);
            run.answered().linkUp(true).deadlinesFor(5_000_000_000L);
        }
        Golden.check("explain-link-delay", 0, journal, "explain");
    }

    private static String stepsDownLate(String config) {
        return config.replace(
                "list_check=TELL",
                "list_check=TELL options=[{track_src_ip=false owner_ignore_adverts=false timer_expired_backup=254"
                        + " unicast_ttl=0 kernel_rx_buf_size=0 peer_ttls=[]}]");
    }

    @Test
    void aMasterThatWokeTooLateStepsDownByItself() throws Exception {
        try (var run = Recording.started(journal, 100, ExplainTest::stepsDownLate)) {
            run.deadline().answered().answered().pass(6_000_000_000L);
            run.event("LoopStalled late=5s")
                    .event(Recording.advertLine(Recording.PEER, 90))
                    .answered();
        }
        Golden.check("explain-timer-expired", 0, journal, "explain");
    }

    @Test
    void anAddressThatSomebodyElseHasIsAskedAboutAgain() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.deadline().answered().answered();
            run.event("AddressSeen link=ens33 address=192.168.181.100/32 own=true"
                    + " form=[{broadcast=- scope=0 label=\"\" noprefixroute=false dad=FAILED}]");
            run.answered().answered();
        }
        Golden.check("explain-duplicate", 0, journal, "explain");
    }
}
