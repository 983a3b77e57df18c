package io.keepsake.config;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.LvsConfig;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.ScriptRules;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.Script;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The virtual servers of a configuration and what belongs to them, as text for expected files. */
final class ServersDump {
    private final StringBuilder text = new StringBuilder();

    private ServersDump() {}

    static String of(ControllerConfig config) {
        var dump = new ServersDump();
        dump.globals(config);
        config.virtualServers().forEach(dump::server);
        return dump.text.toString();
    }

    private void line(String words) {
        text.append(words.stripTrailing()).append('\n');
    }

    private void globals(ControllerConfig config) {
        if (!config.lvs().equals(LvsConfig.NONE)) {
            var lvs = config.lvs();
            line("lvs tcp %d tcpfin %d udp %d%s%s"
                    .formatted(
                            lvs.timeouts().tcp(),
                            lvs.timeouts().tcpFin(),
                            lvs.timeouts().udp(),
                            flag(lvs.flush(), "flush"),
                            flag(lvs.initNotifies(), "initNotifies")));
        }
        config.fifos().forEach(fifo -> line(fifo.toString()));
        var sync = config.lvs().sync();
        if (sync != null) {
            line("sync %s id %d maxlen %d port %d ttl %d group %s of %s"
                    .formatted(
                            sync.link(),
                            sync.id(),
                            sync.maxLength(),
                            sync.port(),
                            sync.ttl(),
                            sync.group(),
                            config.lvs().syncInstance() == null
                                    ? "none"
                                    : config.lvs().syncInstance()));
        }
        if (!config.scripts().equals(ScriptRules.NONE)) {
            var rules = config.scripts();
            line("scripts%s%s%s"
                    .formatted(
                            named("user", rules.user()),
                            named("group", rules.group()),
                            flag(rules.security(), "security")));
        }
        var mail = config.mail();
        if (mail != null) {
            line("mail %s:%d helo %s from %s to %s within %s"
                    .formatted(
                            mail.server(),
                            mail.port(),
                            mail.heloName(),
                            mail.from(),
                            mail.to(),
                            seconds(mail.connectTimeoutNanos())));
        }
    }

    private void server(VirtualServerConfig v) {
        var s = v.scheduling();
        line("server %s %s flags %d%s persist %ds/%d%s quorum %d hysteresis %d%s%s%s%s%s"
                .formatted(
                        v.name(),
                        s.scheduler(),
                        s.flags(),
                        flag(s.onePacket(), "ops"),
                        s.persistenceSeconds(),
                        s.persistencePrefix(),
                        s.engine().isEmpty() ? "" : " engine " + s.engine(),
                        v.quorum(),
                        v.hysteresis(),
                        flag(v.omega(), "omega"),
                        flag(v.haSuspend(), "suspend"),
                        flag(v.alertQuorum(), "alert"),
                        script("up", v.quorumUp()),
                        script("down", v.quorumDown())));
        var keys = v.keys();
        if (keys.size() > 1 || !keys.getFirst().toString().equals(v.name().value())) {
            line("  keys %s".formatted(keys.size() > 12 ? keys.size() + ", the last " + keys.getLast() : keys));
        }
        var sorry = v.sorry();
        if (sorry != null) {
            line("  sorry %s %s%s"
                    .formatted(sorry.endpoint(), forwarding(sorry.forwarding()), flag(sorry.inhibit(), "inhibit")));
        }
        v.realServers().forEach(this::real);
    }

    private void real(RealServerConfig r) {
        line("  real %s %s weight %d limits %d..%d%s%s%s%s"
                .formatted(
                        r.endpoint(),
                        forwarding(r.forwarding()),
                        r.weight(),
                        r.lower(),
                        r.upper(),
                        flag(r.inhibit(), "inhibit"),
                        flag(r.alert(), "alert"),
                        script("up", r.notifyUp()),
                        script("down", r.notifyDown())));
        r.checkers().forEach(this::checker);
    }

    private void checker(CheckerConfig c) {
        var local = c.local();
        line("    %s to %s%s%s%s%s timeout %s loop %s retry %d after %s warmup %s%s%s%s"
                .formatted(
                        check(c.check()),
                        local.remote(),
                        local.bindTo() == null ? "" : " from " + local.bindTo(),
                        local.bindPort() == 0 ? "" : " port " + local.bindPort(),
                        local.bindInterface() == null ? "" : " if " + local.bindInterface(),
                        local.mark() == 0 ? "" : " mark " + Integer.toUnsignedString(local.mark()),
                        seconds(c.timeoutNanos()),
                        seconds(c.delayLoopNanos()),
                        c.retry(),
                        seconds(c.delayBeforeRetryNanos()),
                        seconds(c.warmupNanos()),
                        flag(c.alpha(), "alpha"),
                        c.rise() == 1 ? "" : " rise " + c.rise(),
                        flag(c.logAllFailures(), "log")));
        if (c.check() instanceof Check.Http http) {
            http.urls().forEach(this::url);
        }
    }

    private static String check(Check check) {
        return switch (check) {
            case Check.Tcp _ -> "tcp";
            case Check.Ping _ -> "ping";
            case Check.Http http ->
                (http.tls() ? "ssl" : "http") + " " + http.version() + flag(http.fastRecovery(), "fast");
            case Check.Smtp smtp -> "smtp helo " + smtp.heloName();
            case Check.Dns dns -> "dns " + dns.type() + " " + dns.name();
            case Check.Misc misc -> "misc" + flag(misc.dynamic(), "dynamic") + script("runs", misc.script());
            case Check.Udp udp ->
                "udp [%s]%s".formatted(udp.payload(), udp.requireReply() ? " for [" + udp.reply() + "] " : "")
                        + (udp.requireReply() ? udp.minReply() + ".." + udp.maxReply() : "");
            case Check.File file -> "file " + file.path() + " x" + file.weight() + flag(file.reverse(), "reverse");
        };
    }

    private void url(Check.Url url) {
        var statuses = url.statuses().stream()
                .map(range -> range.from() == range.to() ? "" + range.from() : range.from() + "-" + range.to())
                .toList();
        line("      url %s%s%s status %s%s%s%s%s%s"
                .formatted(
                        url.path(),
                        named("host", url.host()),
                        named("sni", url.sni()),
                        statuses,
                        named("digest", url.digest()),
                        named("regex", url.regex()),
                        url.regexOptions().isEmpty() ? "" : " " + url.regexOptions(),
                        flag(url.regexNoMatch(), "noMatch"),
                        url.regexMinOffset() == 0 && url.regexMaxOffset() == 0
                                ? ""
                                : " at " + url.regexMinOffset() + ".." + url.regexMaxOffset()));
    }

    private static String forwarding(Forwarding f) {
        if (f.method() != Forwarding.Method.TUN) {
            return f.method().name();
        }
        return "TUN " + f.tunnel() + (f.tunnelPort() == 0 ? "" : " port " + f.tunnelPort())
                + (f.checksum() == Forwarding.Checksum.NONE ? "" : " " + f.checksum());
    }

    private static String script(String name, @Nullable Script script) {
        if (script == null) {
            return "";
        }
        var account = List.of(named("as", script.user()), named("group", script.group()));
        return " " + name + " " + script.argv() + String.join("", account);
    }

    private static String flag(boolean on, String name) {
        return on ? " " + name : "";
    }

    private static String named(String name, @Nullable String value) {
        return value == null ? "" : " " + name + " " + value;
    }

    private static String seconds(long nanos) {
        long micros = nanos / 1000;
        return micros % 1_000_000 == 0
                ? micros / 1_000_000 + "s"
                : micros % 1000 == 0 ? micros / 1000 + "ms" : micros + "us";
    }
}
