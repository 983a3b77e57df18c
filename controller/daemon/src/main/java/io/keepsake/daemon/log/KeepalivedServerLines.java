package io.keepsake.daemon.log;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.CheckFailure;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.HealthEvent.CheckFailed;
import io.keepsake.core.event.HealthEvent.CheckPassed;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.daemon.log.LogLine.Level;
import io.keepsake.daemon.log.LogLine.Part;
import io.keepsake.daemon.report.KeepalivedNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The same of keepalived's process that checks real servers. For one thread. */
final class KeepalivedServerLines {
    private final List<LogLine> lines = new ArrayList<>();
    private long index;

    List<LogLine> of(NodeState before, Turn turn, NodeState after) {
        lines.clear();
        var configured = after.configured();
        if (configured == null) {
            return List.of();
        }
        var config = configured.config();
        index = turn.recorded().index();
        for (int i = 0; i < turn.decisions().size(); i++) {
            index = turn.decisionIndex(i);
            if (turn.decisions().get(i) instanceof Decision.OfServer of) {
                server(after, of.server()).ifPresent(server -> of(turn, of, server));
            }
        }
        index = turn.recorded().index();
        // behind the weight that a script gave
        if (turn.recorded().event() instanceof CheckPassed passed
                && isFirst(before, passed)
                && turn.decisions().stream().noneMatch(Decision.CheckerRecovered.class::isInstance)) {
            server(after, passed.checker().server())
                    .ifPresent(server -> passed(passed.checker(), passed.detail(), server));
        }
        switch (turn.recorded().event()) {
            case ConfigAccepted _ -> begun(config.virtualServers());
            case StopRequested _ -> ending(config.virtualServers());
            default -> {}
        }
        return List.copyOf(lines);
    }

    /** Whether no check of this checker has succeeded before. */
    static boolean isFirst(NodeState before, CheckPassed passed) {
        return !before.health().proved(passed.checker());
    }

    private void ending(List<VirtualServerConfig> servers) {
        for (var server : servers) {
            server.realServers()
                    .forEach(real -> say(
                            server,
                            "Shutting down service " + real(server, real.endpoint()) + " from VS " + virtual(server)));
        }
    }

    private void begun(List<VirtualServerConfig> servers) {
        servers.forEach(server -> activity(server, "Activating"));
    }

    private static Optional<VirtualServerConfig> server(NodeState state, VirtualServerName name) {
        var configured = state.configured();
        int place = state.health().place(name);
        return configured == null || place < 0
                ? Optional.empty()
                : Optional.of(configured.config().virtualServers().get(place));
    }

    private void of(Turn turn, Decision.OfServer decision, VirtualServerConfig server) {
        switch (decision) {
            case Decision.CheckerFailed failed -> failed(turn, failed, server);
            case Decision.CheckerRecovered recovered -> recovered(turn, recovered, server);
            case Decision.RealServerUp(var _, var real) -> moved(server, real, "Enabling", "Adding", " to ");
            case Decision.RealServerDown(var _, var real, var _) ->
                moved(server, real, "Disabling", "Removing", " from ");
            case Decision.QuorumGained(var _, var weight, var _, var sorry) -> {
                say(
                        server,
                        "Gained quorum " + server.quorum() + "+" + server.hysteresis() + "="
                                + (server.quorum() + server.hysteresis()) + " <= " + weight + " for VS "
                                + virtual(server));
                if (sorry) {
                    say(server, "Removing sorry server " + sorry(server) + " from VS " + virtual(server));
                    say(server, "Adding alive servers to the pool for VS " + virtual(server));
                }
            }
            case Decision.QuorumLost(var _, var weight, var _, var sorry) -> {
                say(
                        server,
                        "Lost quorum " + server.quorum() + "-" + server.hysteresis() + "="
                                + (server.quorum() - server.hysteresis()) + " > " + weight + " for VS "
                                + virtual(server));
                if (sorry) {
                    say(server, "Adding sorry server " + sorry(server) + " to VS " + virtual(server));
                    say(server, "Removing alive servers from the pool for VS " + virtual(server));
                }
            }
            case Decision.ChecksSuspended _ -> activity(server, "Deactivating");
            case Decision.ChecksResumed _ -> activity(server, "Activating");
            case Decision.WeightChanged changed
            when !comesOrGoes(turn, changed.real()) ->
                say(
                        server,
                        "Changing weight from " + changed.from() + " to " + changed.to() + " for active service "
                                + real(server, changed.real()) + " of VS " + virtual(server));
            case Decision.WeightChanged _ -> {}
            case Decision.VirtualServerAdded _,
                    Decision.VirtualServerRemoved _,
                    Decision.RealServerAdded _,
                    Decision.RealServerRemoved _,
                    Decision.DrainEnded _ -> {}
        }
    }

    private static boolean comesOrGoes(Turn turn, Endpoint real) {
        return turn.decisions().stream().anyMatch(decision -> switch (decision) {
            case Decision.RealServerUp(var _, var other) -> other.equals(real);
            case Decision.RealServerDown(var _, var other, var _) -> other.equals(real);
            default -> false;
        });
    }

    private void activity(VirtualServerConfig server, String doing) {
        server.realServers().stream()
                .filter(real -> !real.checkers().isEmpty())
                .forEach(real -> say(
                        server,
                        doing + " healthchecker for service " + real(server, real.endpoint()) + " for VS "
                                + virtual(server)));
    }

    private void moved(VirtualServerConfig server, Endpoint real, String inhibited, String changed, String where) {
        boolean inhibit =
                server.realServers().stream().anyMatch(r -> r.endpoint().equals(real) && r.inhibit());
        say(
                server,
                (inhibit ? inhibited : changed) + " service " + real(server, real)
                        + (inhibit ? " of" : where.stripTrailing()) + " VS " + virtual(server));
    }

    private static Optional<CheckerConfig> checker(VirtualServerConfig server, CheckerId id) {
        return server.realServers().stream()
                .filter(real -> real.endpoint().equals(id.real()))
                .flatMap(real -> real.checkers().stream())
                .skip(id.number())
                .findFirst();
    }

    private void recovered(Turn turn, Decision.CheckerRecovered decision, VirtualServerConfig server) {
        checker(server, decision.checker()).ifPresent(checker -> {
            if (checker.check() instanceof Check.Http http) {
                var real = real(server, decision.checker().real());
                http.urls().forEach(url -> say(server, what(url) + " success to " + real + " url(" + url.path() + ")"));
            }
            passed(
                    decision.checker(),
                    turn.recorded().event() instanceof CheckPassed event ? event.detail() : "",
                    server);
        });
    }

    private void passed(CheckerId id, String detail, VirtualServerConfig server) {
        checker(server, id).ifPresent(checker -> {
            var real = real(server, id.real());
            switch (checker.check()) {
                case Check.Tcp _ -> say(server, "TCP connection to " + real + " success.");
                case Check.Http _ -> say(server, "Remote Web server " + real + " succeed on service.");
                case Check.Misc misc -> say(server, misc(server, real, misc) + "succeeded.");
                case Check.File _ -> {}
                default ->
                    say(server, name(checker.check()) + " on service " + real + " success" + behind(detail) + ".");
            }
        });
    }

    private void failed(Turn turn, Decision.CheckerFailed decision, VirtualServerConfig server) {
        var event = turn.recorded().event() instanceof CheckFailed failed ? failed : null;
        var reason = event == null ? CheckFailure.CLOSED : event.reason();
        var detail = event == null ? "" : event.detail();
        checker(server, decision.checker()).ifPresent(checker -> {
            var real = real(server, decision.checker().real());
            var retries = decision.allowed() > 0 ? " after " + decision.allowed() + " retries" : "";
            switch (checker.check()) {
                case Check.Tcp _
                when checker.logAllFailures() ->
                    say(
                            server,
                            "TCP connection to " + real + (reason == CheckFailure.TIMEOUT ? " timeout." : " failed."));
                case Check.Http _ when isAnswer(reason) -> say(server, web(reason) + " server " + real + ".");
                case Check.Misc misc -> {
                    var how = retries.isEmpty() ? " with retry disabled" : retries;
                    say(server, misc(server, real, misc) + script(reason, detail, how) + ".");
                    return;
                }
                default -> {}
            }
            say(
                    server,
                    name(checker.check()) + " on service " + real + " failed" + retries
                            + (checker.check() instanceof Check.Tcp || checker.check() instanceof Check.Http
                                    ? ""
                                    : behind(detail))
                            + ".");
        });
    }

    private static String misc(VirtualServerConfig server, String real, Check.Misc misc) {
        return "Misc check for [" + real + " VS " + virtual(server) + "] by [" + misc.script() + "] ";
    }

    private static String script(CheckFailure reason, String detail, String how) {
        return reason == CheckFailure.TIMEOUT
                ? "timed out" + how
                : "failed" + how + " ("
                        + detail.replaceFirst("(?s)^exit status (\\d+).*", "exited with status $1")
                                .replaceFirst("(?s)^ended by signal (\\d+).*", "due to signal $1")
                        + ")";
    }

    private static String behind(String detail) {
        return detail.isEmpty() ? "" : " (" + detail + ")";
    }

    /** Whether it answered otherwise than it should. */
    private static boolean isAnswer(CheckFailure reason) {
        return switch (reason) {
            case STATUS, DIGEST, REGEX -> true;
            default -> false;
        };
    }

    private static String web(CheckFailure reason) {
        return switch (reason) {
            case DIGEST -> "MD5 digest error to";
            case REGEX -> "Regex match failed to";
            default -> "HTTP status code error to";
        };
    }

    private static String what(Check.Url url) {
        return url.digest() != null ? "MD5 digest" : url.regex() != null ? "Regex match" : "HTTP status code";
    }

    /** By the word in the configuration. */
    private static String name(Check check) {
        return switch (check) {
            case Check.Tcp _ -> "TCP_CHECK";
            case Check.Http http -> http.tls() ? "SSL_GET" : "HTTP_CHECK";
            case Check.Smtp _ -> "SMTP_CHECK";
            case Check.Dns _ -> "DNS_CHECK";
            case Check.Misc _ -> "MISC_CHECK";
            case Check.Udp _ -> "UDP_CHECK";
            case Check.Ping _ -> "PING_CHECK";
            case Check.File _ -> "FILE_CHECK";
        };
    }

    private static String sorry(VirtualServerConfig server) {
        return real(server, Objects.requireNonNull(server.sorry()).endpoint());
    }

    private static String real(VirtualServerConfig server, Endpoint real) {
        return KeepalivedNames.of(real, server.scheduling().key());
    }

    private static String virtual(VirtualServerConfig server) {
        return KeepalivedNames.of(server.scheduling().key());
    }

    private void say(VirtualServerConfig server, String text) {
        lines.add(new LogLine(
                Part.CHECKERS, Level.INFO, false, text, server.name().value(), 0, index));
    }
}
