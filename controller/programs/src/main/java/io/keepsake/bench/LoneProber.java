package io.keepsake.bench;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.ProbeTarget;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.HealthEvent.CheckFailed;
import io.keepsake.core.event.HealthEvent.CheckPassed;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Protocol;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.daemon.probe.Prober;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A process that only probes: {@code LoneProber SERVERS PORT}, TCP_CHECK each second, until its input ends. */
final class LoneProber {
    private static final long SECOND = 1_000_000_000;
    private static final long SLOW = SECOND;

    private LoneProber() {}

    public static void main(String[] args) throws IOException {
        int servers = Integer.parseInt(args[0]);
        int port = Integer.parseInt(args[1]);
        try (var prober = Prober.start(LoneProber::hear, (_, _, _, _) -> {})) {
            prober.configure(List.of(server(servers, port)), _ -> 1);
            var _ = System.in.readAllBytes();
        }
    }

    private static void hear(Event event) {
        switch (event) {
            case CheckFailed failed -> System.err.println("failed: " + failed);
            case CheckPassed passed when passed.timing().lateNanos() > SLOW -> System.err.println("late: " + passed);
            case Event _ -> {}
        }
    }

    private static VirtualServerConfig server(int servers, int port) {
        var reals = new ArrayList<RealServerConfig>();
        for (int i = 0; i < servers; i++) {
            var endpoint = new Endpoint(Ip.parse(CheckedServers.address(i)), port);
            var checker = new CheckerConfig(
                    new Check.Tcp(), ProbeTarget.of(endpoint), 3 * SECOND, SECOND, 1, SECOND, SECOND, false, 1, false);
            reals.add(new RealServerConfig(
                    endpoint, Forwarding.NAT, 1, 0, 0, false, null, null, false, List.of(checker)));
        }
        var key = new ServiceKey.Address(Protocol.TCP, Endpoint.parse("10.99.0.1:80"));
        var name = new VirtualServerName(key.toString());
        var service = new Service(key, "rr", 0, false, 0, 32, "");
        return new VirtualServerConfig(name, List.of(key), service, false, 1, 0, null, null, false, null, false, reals);
    }
}
