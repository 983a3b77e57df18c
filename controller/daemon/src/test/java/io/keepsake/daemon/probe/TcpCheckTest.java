package io.keepsake.daemon.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.ProbeTarget;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TcpCheckTest {
    private static final Check.Tcp TCP = new Check.Tcp();

    private static String once(ProbeTarget target) {
        return Probing.text(Probing.once(TCP, target));
    }

    private static ProbeTarget target(
            int port, @Nullable String bindTo, int bindPort, @Nullable String link, int mark) {
        return new ProbeTarget(
                new Endpoint(Ip.parse("127.0.0.1"), port),
                bindTo == null ? null : Ip.parse(bindTo),
                bindPort,
                link == null ? null : new InterfaceName(link),
                mark);
    }

    @Test
    void aConnectionIsEnough() throws IOException {
        try (var server = ScriptedServer.silent()) {
            var event = Probing.once(TCP, Probing.local(server.port()));
            assertEquals("PASSED connected", Probing.text(event));
            var timing = Probing.timing(event);
            assertTrue(timing.connectNanos() > 0 && timing.connectNanos() < Probing.SECOND, timing.toString());
            assertTrue(timing.lateNanos() >= 0 && timing.lateNanos() < Probing.SECOND, timing.toString());
            assertEquals(0, timing.bodyNanos());
        }
    }

    @Test
    void ipv6AsWell() throws IOException {
        try (var server = ScriptedServer.start(InetAddress.ofLiteral("::1"), (it, _) -> it.hold())) {
            assertEquals("PASSED connected", once(ProbeTarget.of(new Endpoint(Ip.parse("::1"), server.port()))));
        }
    }

    @Test
    void aClosedPortIsRefused() throws IOException {
        int port;
        try (var gone = new ServerSocket(0)) {
            port = gone.getLocalPort();
        }
        assertEquals("REFUSED connect: connection refused (ECONNREFUSED)", once(Probing.local(port)));
    }

    @Test
    void aServerThatNeverAcceptsIsLeftAtTheDeadline() throws IOException {
        try (var server = ScriptedServer.neverAccepting()) {
            var checker =
                    Probing.checker(TCP, Probing.local(server.port()), 300 * Probing.MILLI, 10 * Probing.SECOND, 0);
            long begin = System.nanoTime();
            assertEquals("TIMEOUT timed out after 0.3 s: no connection", Probing.text(Probing.once(checker)));
            assertTrue(System.nanoTime() - begin >= 300 * Probing.MILLI);
        }
    }

    @Test
    void noRouteIsUnreachable() {
        assertEquals(
                "UNREACHABLE connect: no route to the network (ENETUNREACH)",
                once(ProbeTarget.of(Endpoint.parse("224.0.0.77:80"))));
    }

    @Test
    void bindtoIsWhereTheServerSeesUs() throws IOException {
        var seen = new CopyOnWriteArrayList<String>();
        try (var server = ScriptedServer.start((it, client) -> {
            seen.add(client.getRemoteSocketAddress().toString());
            it.hold();
        })) {
            assertEquals("PASSED connected", once(target(server.port(), "127.0.0.9", 0, null, 0)));
            Await.until("the connection", Duration.ofSeconds(5), () -> !seen.isEmpty());
            assertTrue(seen.getFirst().startsWith("/127.0.0.9:"), seen.toString());
        }
    }

    @Test
    void bindtoAnAddressThatIsNotOursIsOurFault() {
        assertEquals(
                "LOCAL bind to 192.0.2.7: no such local address (EADDRNOTAVAIL)",
                once(target(9, "192.0.2.7", 0, null, 0)));
    }

    /** The same pair of ports again and again: a TIME_WAIT in between would make the second connection fail. */
    @Test
    void bindPortCanBeUsedForEveryCheck() throws IOException {
        int free;
        try (var port = new ServerSocket(0)) {
            free = port.getLocalPort();
        }
        try (var server = ScriptedServer.silent();
                var probing = new Probing()) {
            var target = target(server.port(), null, free, null, 0);
            probing.configure(Probing.checker(TCP, target, Probing.SECOND, 50 * Probing.MILLI, 0));
            for (var told : probing.of(0, 5)) {
                assertEquals("PASSED connected", Probing.text(told.event()));
            }
        }
    }

    @Test
    void bindIfAndFwmarkReachTheKernel() throws IOException {
        try (var server = ScriptedServer.silent()) {
            assertEquals("PASSED connected", once(target(server.port(), null, 0, "lo", 0)));
            assertEquals("PASSED connected", once(target(server.port(), null, 0, null, 7)));
            assertEquals(
                    "LOCAL bind_if nosuch0: no such interface (ENODEV)",
                    once(target(server.port(), null, 0, "nosuch0", 0)));
        }
    }

    @Test
    void everyCheckOfManyIsTold() throws IOException {
        try (var server = ScriptedServer.silent();
                var probing = new Probing()) {
            var checker = Probing.checker(TCP, Probing.local(server.port()));
            probing.configure(Collections.nCopies(200, checker));
            for (int i = 0; i < 200; i++) {
                assertEquals(
                        "PASSED connected",
                        Probing.text(probing.of(i, 1).getFirst().event()));
            }
            assertEquals(List.of(), probing.told.stream().skip(200).toList());
        }
    }
}
