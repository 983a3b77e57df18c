package io.keepsake.testkit.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabTest {
    private static final Ip VIP = Ip.parse("192.168.181.100");
    private static final Duration SOON = Duration.ofSeconds(5);

    @BeforeAll
    static void theMachineHasWhatTheLabNeeds() {
        Lab.requirements();
    }

    private static String configuration(int priority) {
        return """
                global_defs {
                    router_id LVS_1
                    vrrp_version 3
                }
                vrrp_instance VI_1 {
                    state BACKUP
                    interface ens33
                    virtual_router_id 51
                    priority %d
                    advert_int 0.1
                    virtual_ipaddress {
                        192.168.181.100
                    }
                }
                """.formatted(priority);
    }

    @Test
    void aTrueCrashOfTheMasterIsNoticedAfterTheMasterDownInterval(@TempDir Path evidence) throws Exception {
        Retry.onMachineStall(3, Duration.ofMillis(20), () -> {
            try (var lab = Lab.open()) {
                var first = lab.host("133", "ens33", "192.168.181.133/24");
                var second = lab.host("135", "ens33", "192.168.181.135/24");
                var client = lab.host("client", "eth0", "192.168.181.1/24");
                var capture = lab.capture();
                var watch = second.watch();
                var master = first.keepalived(configuration(100));
                second.keepalived(configuration(90));
                var elected = capture.awaitAdvert("the master", Instant.EPOCH, SOON, seen -> seen.from() == first);
                assertEquals(List.of(VIP), elected.advert().addresses());
                assertEquals(Ip.parse("192.168.181.133"), elected.source());
                capture.awaitGarp(
                        "the master's garp", Instant.EPOCH, SOON, g -> g.ip().equals(VIP) && g.from() == first);
                assertEquals(
                        List.of(
                                InterfaceAddress.parse("192.168.181.133/24"),
                                InterfaceAddress.parse("192.168.181.100/32")),
                        first.addresses("ens33"));
                assertTrue(ProcessHandle.of(master.vrrpPid()).orElseThrow().isAlive());
                var probe = client.probe(VIP);
                probe.awaitAnswer(Instant.EPOCH, SOON);

                var crash = Instant.now();
                master.process().kill9();
                first.unplug();
                var takeover = capture.awaitAdvert("takeover", crash, SOON, seen -> seen.from() == second);

                assertTrue(NothingStaysTest.gone(master.vrrpPid()));
                var last = capture.adverts(51).stream()
                        .filter(seen -> seen.from() == first)
                        .toList()
                        .getLast();
                double waited = Duration.between(last.stamp(), takeover.stamp()).toNanos() / 1e6;
                assertTrue(waited > 364.84 && waited < 364.84 + 50, "MDI 364.84 ms, was " + waited + " ms");
                assertTrue(last.priority() == 100, "no goodbye");
                var added = watch.awaitAdded(VIP, crash, SOON);
                assertTrue(
                        Duration.between(takeover.stamp(), added.at()).compareTo(Patience.scaled(Duration.ofMillis(50)))
                                < 0,
                        added.toString());
                var back = probe.awaitAnswer(takeover.stamp(), SOON);
                var outage = probe.longestSilence(crash, back.plusMillis(1));
                assertTrue(
                        outage.toMillis() > 200 && outage.compareTo(Patience.scaled(Duration.ofMillis(450))) < 0,
                        outage.toString());
                System.out.println("takeover after " + waited + " ms, client outage " + outage.toMillis() + " ms");
                capture.writePcap(evidence.resolve("crash.pcap"));
                assertTrue(Files.size(evidence.resolve("crash.pcap"))
                        > 24 + capture.frames().size() * 16L);
            }
        });
    }

    @Test
    void aCutMakesTwoMastersAndHealingLeavesOne() {
        try (var lab = Lab.open()) {
            var first = lab.host("133", "ens33", "192.168.181.133/24");
            var second = lab.host("135", "ens33", "192.168.181.135/24");
            var capture = lab.capture();
            first.keepalived(configuration(100));
            second.keepalived(configuration(90));
            capture.awaitAdvert("the master", Instant.EPOCH, SOON, seen -> seen.from() == first);

            var cut = Instant.now();
            first.cut();
            var split = capture.awaitAdvert("a second master", cut, SOON, seen -> seen.from() == second);
            capture.awaitAdvert("the first master, deaf", split.stamp(), SOON, seen -> seen.from() == first);
            assertTrue(first.carrier("ens33"));
            Await.until("two addresses", SOON, () -> first.has(VIP) && second.has(VIP));

            first.heal();
            Await.until("one address", SOON, () -> first.has(VIP) && !second.has(VIP));
        }
    }

    @Test
    void eachDirectionOfACableCanBeCutAlone() {
        try (var lab = Lab.open()) {
            var first = lab.host("133", "ens33", "192.168.181.133/24");
            var second = lab.host("135", "ens33", "192.168.181.135/24");
            var capture = lab.capture();
            first.keepalived(configuration(100));
            capture.awaitAdvert("the master", Instant.EPOCH, SOON, seen -> seen.from() == first);
            first.cut(Direction.TO_HOST);
            second.keepalived(configuration(110));
            var deaf = capture.awaitAdvert("a better master", Instant.EPOCH, SOON, seen -> seen.from() == second);
            Await.until("its address", SOON, () -> second.has(VIP));
            capture.awaitAdvert("the deaf one", deaf.stamp().plusMillis(300), SOON, seen -> seen.from() == first);
            assertTrue(first.has(VIP));
            first.heal();
            Await.until("one address", SOON, () -> second.has(VIP) && !first.has(VIP));

            var cut = Instant.now();
            second.cut(Direction.FROM_HOST);
            capture.awaitAdvert("the unheard one is followed", cut, SOON, seen -> seen.from() == first);
            second.heal();
            Await.until("one address again", SOON, () -> second.has(VIP) && !first.has(VIP));
        }
    }

    @Test
    void anUnpluggedHostLosesItsCarrierAndItsMastership() {
        try (var lab = Lab.open()) {
            var host = lab.host("133", "ens33", "192.168.181.133/24");
            host.keepalived(configuration(100));
            var watch = host.watch();
            watch.awaitAdded(VIP, Instant.EPOCH, SOON);
            host.unplug();
            Await.until("no carrier", SOON, () -> !host.carrier("ens33"));
            watch.awaitRemoved(VIP, Instant.EPOCH, SOON);
            var plugged = Instant.now();
            host.plug();
            Await.until("carrier", SOON, () -> host.carrier("ens33"));
            watch.awaitAdded(VIP, plugged, SOON);
        }
    }

    /** A child that ended as its parent was stopped is buried as soon as the parent goes on. */
    @Test
    void aParentOfShortLivesIsPausedAndResumedAtAnyMoment() {
        try (var lab = Lab.open()) {
            var host = lab.host("133", "ens33", "192.168.181.133/24");
            var parent = host.start("sh", "-c", "while :; do /bin/true & wait; done");
            for (int i = 0; i < 200; i++) {
                parent.pause();
                parent.resume();
            }
            assertTrue(parent.alive());
            parent.kill9();
        }
    }

    @Test
    void aPausedMasterIsSilentUntilItResumes() {
        try (var lab = Lab.open()) {
            var host = lab.host("133", "ens33", "192.168.181.133/24");
            var capture = lab.capture();
            var keepalived = host.keepalived(configuration(255));
            capture.awaitAdvert("the owner", Instant.EPOCH, SOON, seen -> seen.priority() == 255);
            keepalived.process().pause();
            var paused = Instant.now();
            Await.until("400 ms", SOON, () -> Instant.now().isAfter(paused.plusMillis(400)));
            var resumed = Instant.now();
            keepalived.process().resume();
            capture.awaitAdvert("the owner again", resumed, SOON, seen -> seen.from() == host);
            var during = capture.adverts(51).stream()
                    .filter(seen -> seen.stamp().isAfter(paused) && seen.stamp().isBefore(resumed))
                    .toList();
            assertEquals(List.of(), during);
            keepalived.process().signal(15);
            capture.awaitAdvert("goodbye", resumed, SOON, seen -> seen.priority() == 0);
            assertEquals(0, keepalived.process().awaitExit(SOON));
        }
    }

    @Test
    void aHostHasTheInterfacesItWasGivenAndSaysWhatFailed() {
        try (var lab = Lab.open()) {
            var host = lab.host("133", "ens33", "192.168.181.133/24");
            host.connect("ens34", "10.9.0.1/24", "fd09::1/64");
            assertTrue(host.addresses("ens34").contains(InterfaceAddress.parse("fd09::1/64")));
            assertTrue(host.run("ip", "link", "show", "ens33").contains("02:00:c0:a8:b5:85"));
            var failure = org.junit.jupiter.api.Assertions.assertThrows(
                    LabException.class, () -> host.run("ip", "link", "show", "ens35"));
            assertTrue(String.valueOf(failure.getMessage()).contains("Device \"ens35\" does not exist"));
            var hello = host.start("sh", "-c", "echo hello $0; exec sleep 60", "world");
            assertEquals("world", hello.awaitOutput("^hello (\\w+)$", SOON).group(1));
            var busy = lab.busy(2);
            assertTrue(busy.stream().allMatch(Running::alive));
        }
    }

    @Test
    void aFailureIsRepeatedOnlyWhenTheMachineStoodStill() throws Exception {
        var runs = new int[1];
        org.junit.jupiter.api.Assertions.assertThrows(
                AssertionError.class,
                () -> Retry.onMachineStall(3, Duration.ofHours(1), () -> {
                    runs[0]++;
                    throw new AssertionError("a real failure");
                }));
        assertEquals(1, runs[0]);
        try (var witness = Witness.start()) {
            assertEquals(Duration.ZERO, witness.stalledBetween(Instant.EPOCH, Instant.EPOCH.plusSeconds(1)));
        }
    }
}
