package io.keepsake.daemon.dump;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.director.RealView;
import io.keepsake.core.health.CheckerState;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Script;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.daemon.report.KeepalivedNames;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of {@code keepalived_check.data}: virtual servers, real servers and their checkers. */
final class CheckDump {
    private static final long MICRO = 1_000L;
    private static final long SECOND = 1_000_000_000L;

    private final Picture picture;
    private final StringBuilder out = new StringBuilder();

    private CheckDump(Picture picture) {
        this.picture = picture;
    }

    static String of(Picture picture, ZoneId zone) {
        var dump = new CheckDump(picture);
        dump.out.append(DataDump.parent(picture, zone));
        dump.print();
        return dump.out.toString();
    }

    private void print() {
        line("------< LVS Topology >------");
        line(" System is compiled with LVS v1.2.1");
        var servers = picture.configured().config().virtualServers();
        for (int place = 0; place < servers.size(); place++) {
            server(servers.get(place), place);
        }
        line("------< Health checkers >------");
        for (int place = 0; place < servers.size(); place++) {
            checkers(servers.get(place), place);
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private void field(String key, Object value) {
        out.append("   ").append(key).append(" = ").append(value).append('\n');
    }

    private static String switched(boolean value) {
        return value ? "ON" : "OFF";
    }

    private static String yes(boolean value) {
        return value ? "yes" : "no";
    }

    private static int bit(boolean value) {
        return value ? 1 : 0;
    }

    private void server(VirtualServerConfig server, int place) {
        var scheduling = server.scheduling();
        var state = picture.configured().director().states().get(place);
        var views = picture.configured()
                .director()
                .reals(place, picture.configured().health());
        line(" ------< Virtual server >------");
        service(scheduling.key());
        field("Address family", scheduling.key().family() == Family.IPV4 ? "inet" : "inet6");
        field("lvs_sched", scheduling.scheduler());
        field("One packet scheduling", scheduling.onePacket() ? "enabled" : "disabled");
        if (scheduling.persistenceSeconds() > 0) {
            field("persistence timeout", scheduling.persistenceSeconds());
        }
        field("protocol", KeepalivedNames.protocol(scheduling.key()));
        line("   omega is " + switched(server.omega()));
        field("quorum", server.quorum() + ", hysteresis = " + server.hysteresis());
        script("Quorum up", server.quorumUp());
        script("Quorum down", server.quorumDown());
        if (server.haSuspend()) {
            line("   Using HA suspend");
        }
        field("Using smtp notification", yes(server.alertQuorum()));
        if (server.sorry() != null) {
            field("sorry server", KeepalivedNames.of(server.sorry().endpoint(), scheduling.key()));
        }
        field("alive", bit(views.values().stream().anyMatch(RealView::alive)));
        field("quorum_state_up", bit(state.quorum()));
        for (int i = 0; i < server.realServers().size(); i++) {
            var real = server.realServers().get(i);
            var view = views.get(real.endpoint());
            if (view != null) {
                real(real, view, picture.configured().health().at(place).reals().get(i));
            }
        }
    }

    private void service(ServiceKey key) {
        switch (key) {
            case ServiceKey.Address(var _, var endpoint) ->
                line(" VS VIP = " + endpoint.ip() + ", VPORT = " + endpoint.port());
            case ServiceKey.Mark mark -> line(" VS FWMARK = " + Integer.toUnsignedString(mark.mark()));
        }
    }

    private void script(String key, @Nullable Script script) {
        if (script != null) {
            field(key + " notify script", Picture.command(script));
        }
    }

    private void real(RealServerConfig real, RealView view, List<CheckerState> checkers) {
        line("   ------< Real server >------");
        line("   RIP = " + real.endpoint().ip() + ", RPORT = " + real.endpoint().port() + ", WEIGHT = " + real.weight()
                + " EFF WEIGHT = " + view.weight());
        field("forwarding method", real.forwarding().method());
        field("connection limit range", real.lower() + " -> " + real.upper());
        line("   Inhibit on failure is " + switched(real.inhibit()));
        script("RS up", real.notifyUp());
        script("RS down", real.notifyDown());
        field("Using smtp notification", yes(real.alert()));
        field("initial weight", real.weight());
        field("effective weight", view.weight());
        field("alive", bit(view.alive()));
        field("num failed checkers", checkers.stream().filter(c -> !c.good()).count());
    }

    private void checkers(VirtualServerConfig server, int place) {
        var key = server.scheduling().key();
        var suspended = picture.configured().director().states().get(place).suspended();
        var health = picture.configured().health().at(place);
        for (int i = 0; i < server.realServers().size(); i++) {
            var real = server.realServers().get(i);
            for (int c = 0; c < real.checkers().size(); c++) {
                line(" " + KeepalivedNames.of(key) + " -> " + KeepalivedNames.of(real.endpoint(), key));
                checker(real.checkers().get(c), health.reals().get(i).get(c), suspended);
            }
        }
    }

    private void checker(CheckerConfig checker, CheckerState state, boolean suspended) {
        field("Enabled", yes(!suspended));
        field("Up", yes(state.good()));
        line("   Alpha is " + switched(checker.alpha()));
        field("Delay loop", checker.delayLoopNanos() / MICRO + " us");
        field("Warmup", checker.warmupNanos() / MICRO + " us");
        field("Retries", checker.retry());
        field("Delay before retry", checker.delayBeforeRetryNanos() / MICRO + " us");
        field("Log all failures", yes(checker.logAllFailures()));
        field(
                "Timeout",
                checker.timeoutNanos() / SECOND + "."
                        + Picture.padded((int) (checker.timeoutNanos() % SECOND / MICRO)));
        field("Keepalive method", method(checker.check()));
    }

    private static String method(Check check) {
        return switch (check) {
            case Check.Tcp _ -> "TCP_CHECK";
            case Check.Http http ->
                (http.tls() ? "SSL_GET" : "HTTP_GET") + ", http protocol " + version(http.version());
            case Check.Smtp _ -> "SMTP_CHECK";
            case Check.Misc _ -> "MISC_CHECK";
            case Check.Dns _ -> "DNS_CHECK";
            case Check.Udp _ -> "UDP_CHECK";
            case Check.Ping _ -> "PING_CHECK";
            case Check.File _ -> "FILE_CHECK";
        };
    }

    private static String version(Check.HttpVersion version) {
        return switch (version) {
            case HTTP_1_0 -> "1.0";
            case HTTP_1_0_CLOSE -> "1.0C";
            case HTTP_1_1 -> "1.1";
        };
    }
}
