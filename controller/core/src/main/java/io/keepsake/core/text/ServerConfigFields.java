package io.keepsake.core.text;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.LvsConfig;
import io.keepsake.core.config.MailConfig;
import io.keepsake.core.config.ProbeTarget;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.ScriptRules;
import io.keepsake.core.config.SorryServer;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Script;
import java.util.List;

/** The fields of the checked configuration of virtual servers. */
final class ServerConfigFields {
    private static final List<String> CHECKS = List.of("Tcp", "Http", "Smtp", "Dns", "Misc", "Udp", "Ping", "File");

    private ServerConfigFields() {}

    static void write(VirtualServerConfig c, FieldSink out) {
        HealthFields.writeServer(c.name(), out);
        out.list("keys", c.keys(), IpvsFields::writeKey);
        IpvsFields.writeService(c.scheduling(), out);
        out.flag("omega", c.omega());
        out.number("quorum", c.quorum());
        out.number("hysteresis", c.hysteresis());
        ValueFields.writeOptional("quorum_up", c.quorumUp(), ServerConfigFields::writeScript, out);
        ValueFields.writeOptional("quorum_down", c.quorumDown(), ServerConfigFields::writeScript, out);
        out.flag("ha_suspend", c.haSuspend());
        ValueFields.writeOptional(
                "sorry",
                c.sorry(),
                (s, o) -> {
                    o.endpoint("at", s.endpoint());
                    IpvsFields.writeForwarding(s.forwarding(), o);
                    o.flag("inhibit", s.inhibit());
                },
                out);
        out.flag("alert", c.alertQuorum());
        out.list("real_servers", c.realServers(), ServerConfigFields::writeReal);
    }

    static VirtualServerConfig read(FieldSource in) {
        return new VirtualServerConfig(
                HealthFields.readServer(in),
                in.list("keys", IpvsFields::readKey),
                IpvsFields.readService(in),
                in.flag("omega"),
                (int) in.number("quorum"),
                (int) in.number("hysteresis"),
                ValueFields.readOptional("quorum_up", ServerConfigFields::readScript, in),
                ValueFields.readOptional("quorum_down", ServerConfigFields::readScript, in),
                in.flag("ha_suspend"),
                ValueFields.readOptional(
                        "sorry",
                        s -> new SorryServer(s.endpoint("at"), IpvsFields.readForwarding(s), s.flag("inhibit")),
                        in),
                in.flag("alert"),
                in.list("real_servers", ServerConfigFields::readReal));
    }

    static void writeScript(Script script, FieldSink out) {
        out.list("argv", script.argv(), (word, o) -> o.text("word", word));
        ValueFields.writeOptional("user", script.user(), (user, o) -> o.text("name", user), out);
        ValueFields.writeOptional("group", script.group(), (group, o) -> o.text("name", group), out);
    }

    static Script readScript(FieldSource in) {
        return new Script(
                in.list("argv", s -> s.text("word")),
                ValueFields.readOptional("user", s -> s.text("name"), in),
                ValueFields.readOptional("group", s -> s.text("name"), in));
    }

    private static void writeReal(RealServerConfig c, FieldSink out) {
        out.endpoint("at", c.endpoint());
        IpvsFields.writeForwarding(c.forwarding(), out);
        out.number("weight", c.weight());
        out.number("upper", c.upper());
        out.number("lower", c.lower());
        out.flag("inhibit", c.inhibit());
        ValueFields.writeOptional("notify_up", c.notifyUp(), ServerConfigFields::writeScript, out);
        ValueFields.writeOptional("notify_down", c.notifyDown(), ServerConfigFields::writeScript, out);
        out.flag("alert", c.alert());
        out.list("checkers", c.checkers(), ServerConfigFields::writeChecker);
    }

    private static RealServerConfig readReal(FieldSource in) {
        return new RealServerConfig(
                in.endpoint("at"),
                IpvsFields.readForwarding(in),
                (int) in.number("weight"),
                (int) in.number("upper"),
                (int) in.number("lower"),
                in.flag("inhibit"),
                ValueFields.readOptional("notify_up", ServerConfigFields::readScript, in),
                ValueFields.readOptional("notify_down", ServerConfigFields::readScript, in),
                in.flag("alert"),
                in.list("checkers", ServerConfigFields::readChecker));
    }

    private static void writeChecker(CheckerConfig c, FieldSink out) {
        out.variant("check", c.check().getClass().getSimpleName(), c.check(), ServerConfigFields::writeCheck);
        writeTarget(c.local(), out);
        out.nanos("timeout", c.timeoutNanos());
        out.nanos("delay_loop", c.delayLoopNanos());
        out.number("retry", c.retry());
        out.nanos("delay_before_retry", c.delayBeforeRetryNanos());
        out.nanos("warmup", c.warmupNanos());
        out.flag("alpha", c.alpha());
        out.number("rise", c.rise());
        out.flag("log_all_failures", c.logAllFailures());
    }

    private static CheckerConfig readChecker(FieldSource in) {
        return new CheckerConfig(
                in.variant("check", CHECKS, ServerConfigFields::readCheck),
                readTarget(in),
                in.nanos("timeout"),
                in.nanos("delay_loop"),
                (int) in.number("retry"),
                in.nanos("delay_before_retry"),
                in.nanos("warmup"),
                in.flag("alpha"),
                (int) in.number("rise"),
                in.flag("log_all_failures"));
    }

    private static void writeTarget(ProbeTarget target, FieldSink out) {
        out.endpoint("remote", target.remote());
        ValueFields.writeOptional("bindto", target.bindTo(), (ip, o) -> o.ip("ip", ip), out);
        out.number("bind_port", target.bindPort());
        ValueFields.writeOptional("bind_if", target.bindInterface(), (link, o) -> o.name("link", link.value()), out);
        out.number("mark", Integer.toUnsignedLong(target.mark()));
    }

    private static ProbeTarget readTarget(FieldSource in) {
        return new ProbeTarget(
                in.endpoint("remote"),
                ValueFields.readOptional("bindto", s -> s.ip("ip"), in),
                (int) in.number("bind_port"),
                ValueFields.readOptional("bind_if", s -> new InterfaceName(s.name("link")), in),
                (int) in.number("mark"));
    }

    private static void writeCheck(Check check, FieldSink out) {
        switch (check) {
            case Check.Tcp(), Check.Ping() -> {}
            case Check.Http c -> {
                out.flag("tls", c.tls());
                out.word("version", c.version());
                out.flag("fast_recovery", c.fastRecovery());
                out.list("urls", c.urls(), ServerConfigFields::writeUrl);
            }
            case Check.Smtp c -> out.text("helo", c.heloName());
            case Check.Dns c -> {
                out.text("record", c.type());
                out.text("name", c.name());
            }
            case Check.Misc c -> {
                writeScript(c.script(), out);
                out.flag("dynamic", c.dynamic());
            }
            case Check.Udp c -> {
                out.text("payload", c.payload());
                out.flag("require_reply", c.requireReply());
                out.text("reply", c.reply());
                out.number("min_reply", c.minReply());
                out.number("max_reply", c.maxReply());
            }
            case Check.File c -> {
                out.text("path", c.path());
                out.number("weight", c.weight());
                out.flag("reverse", c.reverse());
            }
        }
    }

    private static Check readCheck(String kind, FieldSource in) {
        return switch (kind) {
            case "Tcp" -> new Check.Tcp();
            case "Ping" -> new Check.Ping();
            case "Http" ->
                new Check.Http(
                        in.flag("tls"),
                        in.word("version", Check.HttpVersion.class),
                        in.flag("fast_recovery"),
                        in.list("urls", ServerConfigFields::readUrl));
            case "Smtp" -> new Check.Smtp(in.text("helo"));
            case "Dns" -> new Check.Dns(in.text("record"), in.text("name"));
            case "Misc" -> new Check.Misc(readScript(in), in.flag("dynamic"));
            case "Udp" ->
                new Check.Udp(
                        in.text("payload"),
                        in.flag("require_reply"),
                        in.text("reply"),
                        (int) in.number("min_reply"),
                        (int) in.number("max_reply"));
            case "File" -> new Check.File(in.text("path"), (int) in.number("weight"), in.flag("reverse"));
            default -> throw new IllegalArgumentException("no such check: " + kind);
        };
    }

    private static void writeUrl(Check.Url url, FieldSink out) {
        out.text("path", url.path());
        ValueFields.writeOptional("host", url.host(), (host, o) -> o.text("name", host), out);
        out.list("statuses", url.statuses(), (range, o) -> {
            o.number("from", range.from());
            o.number("to", range.to());
        });
        ValueFields.writeOptional("digest", url.digest(), (digest, o) -> o.text("md5", digest), out);
        ValueFields.writeOptional("regex", url.regex(), (regex, o) -> o.text("pattern", regex), out);
        out.list("regex_options", url.regexOptions(), (option, o) -> o.text("option", option));
        out.flag("regex_no_match", url.regexNoMatch());
        out.number("regex_min_offset", url.regexMinOffset());
        out.number("regex_max_offset", url.regexMaxOffset());
        ValueFields.writeOptional("sni", url.sni(), (sni, o) -> o.text("name", sni), out);
    }

    private static Check.Url readUrl(FieldSource in) {
        var path = in.text("path");
        var host = ValueFields.readOptional("host", s -> s.text("name"), in);
        var statuses = in.list("statuses", s -> new Check.StatusRange((int) s.number("from"), (int) s.number("to")));
        var digest = ValueFields.readOptional("digest", s -> s.text("md5"), in);
        var regex = ValueFields.readOptional("regex", s -> s.text("pattern"), in);
        var options = in.list("regex_options", s -> s.text("option"));
        boolean noMatch = in.flag("regex_no_match");
        long minOffset = in.number("regex_min_offset");
        long maxOffset = in.number("regex_max_offset");
        var sni = ValueFields.readOptional("sni", s -> s.text("name"), in);
        return new Check.Url(path, host, sni, statuses, digest, regex, options, noMatch, minOffset, maxOffset);
    }

    static void writeLvs(LvsConfig c, FieldSink out) {
        IpvsFields.writeTimeouts(c.timeouts(), out);
        ValueFields.writeOptional("sync", c.sync(), IpvsFields::writeDaemon, out);
        ValueFields.writeOptional("sync_instance", c.syncInstance(), (name, o) -> o.name("name", name.value()), out);
        out.flag("lvs_flush", c.flush());
        out.flag("rs_init_notifies", c.initNotifies());
        ValueFields.writeOptional("fifo", c.fifo(), (path, o) -> o.text("path", path), out);
    }

    static LvsConfig readLvs(FieldSource in) {
        return new LvsConfig(
                IpvsFields.readTimeouts(in),
                ValueFields.readOptional("sync", IpvsFields::readDaemon, in),
                ValueFields.readOptional("sync_instance", s -> new InstanceName(s.name("name")), in),
                in.flag("lvs_flush"),
                in.flag("rs_init_notifies"),
                ValueFields.readOptional("fifo", s -> s.text("path"), in));
    }

    static void writeRules(ScriptRules c, FieldSink out) {
        ValueFields.writeOptional("script_user", c.user(), (user, o) -> o.text("name", user), out);
        ValueFields.writeOptional("script_group", c.group(), (group, o) -> o.text("name", group), out);
        out.flag("script_security", c.security());
    }

    static ScriptRules readRules(FieldSource in) {
        return new ScriptRules(
                ValueFields.readOptional("script_user", s -> s.text("name"), in),
                ValueFields.readOptional("script_group", s -> s.text("name"), in),
                in.flag("script_security"));
    }

    static void writeMail(MailConfig c, FieldSink out) {
        out.text("server", c.server());
        out.number("port", c.port());
        out.text("helo", c.heloName());
        out.text("from", c.from());
        out.list("to", c.to(), (address, o) -> o.text("address", address));
        out.nanos("timeout", c.connectTimeoutNanos());
    }

    static MailConfig readMail(FieldSource in) {
        return new MailConfig(
                in.text("server"),
                (int) in.number("port"),
                in.text("helo"),
                in.text("from"),
                in.list("to", s -> s.text("address")),
                in.nanos("timeout"));
    }
}
