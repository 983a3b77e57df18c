package io.keepsake.core.director;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.effect.Effect.RunScript;
import io.keepsake.core.effect.Effect.SendMail;
import io.keepsake.core.effect.Effect.Signal;
import io.keepsake.core.effect.Effect.WriteFifo;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Script;
import io.keepsake.core.value.ServiceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who is told when a real server or a quorum comes or goes: scripts, mail, the pipe; in keepalived's words. */
final class Notices {
    private final ControllerConfig config;
    private final VirtualServerConfig server;

    Notices(ControllerConfig config, VirtualServerConfig server) {
        this.config = config;
        this.server = server;
    }

    List<Signal> realServer(RealServerConfig real, boolean up, String why) {
        var signals = new ArrayList<Signal>();
        run(server.name() + " " + real.endpoint(), up, "notify", up ? real.notifyUp() : real.notifyDown(), signals);
        if (real.alert() && config.mail() != null) {
            var said = up ? "=> CHECK succeed on service <=" : "=> CHECK failed on service : " + why + " <=";
            signals.add(new SendMail(
                    head() + "Realserver " + label(real.endpoint()) + " of virtual server " + label() + " - "
                            + word(up),
                    said));
        }
        if (config.tellsServers()) {
            signals.add(new WriteFifo("RS " + label(real.endpoint()) + " " + label() + " " + word(up), false));
        }
        return signals;
    }

    List<Signal> quorum(boolean up, long weight, long needed) {
        return quorum(up, up ? "Gained quorum" : "Lost quorum", weight, needed);
    }

    List<Signal> firstQuorum(boolean up, long weight, long needed) {
        return quorum(up, up ? "Starting with quorum up" : "Starting with quorum down", weight, needed);
    }

    private List<Signal> quorum(boolean up, String what, long weight, long needed) {
        var signals = new ArrayList<Signal>();
        run(server.name().value(), up, "quorum", up ? server.quorumUp() : server.quorumDown(), signals);
        if (server.alertQuorum() && config.mail() != null) {
            var said = "=> " + what + ": weight " + weight + ", needs " + needed + " <=";
            signals.add(new SendMail(head() + "Virtualserver " + label() + " - " + word(up), said));
        }
        if (config.tellsServers()) {
            signals.add(new WriteFifo("VS " + label() + " " + word(up), false));
        }
        return signals;
    }

    private static void run(String whom, boolean up, String what, @Nullable Script script, List<Signal> signals) {
        if (script != null) {
            signals.add(new RunScript(whom + " " + what + (up ? "_up" : "_down"), script, List.of(), 0));
        }
    }

    private String head() {
        return "[" + config.routerId() + "] ";
    }

    private static String word(boolean up) {
        return up ? "UP" : "DOWN";
    }

    /** As keepalived writes it: {@code [192.168.181.100]:tcp:80}. */
    private String label() {
        if (server.keys().size() > 1 || !(server.keys().getFirst() instanceof ServiceKey.Address)) {
            return "[" + server.name() + "]";
        }
        return server.keys().getFirst() instanceof ServiceKey.Address address ? label(address.endpoint()) : "";
    }

    private String label(Endpoint endpoint) {
        var protocol =
                switch (server.keys().getFirst()) {
                    case ServiceKey.Address address -> address.protocol().name().toLowerCase(Locale.ROOT) + ":";
                    case ServiceKey.Mark _ -> "";
                };
        return "[" + endpoint.ip() + "]:" + protocol + endpoint.port();
    }
}
