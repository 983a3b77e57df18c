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

/** The fields of the checked configuration of virtual servers. */
final class ServerConfigFields {
    static final Codecs<Check> CHECKS = new Codecs<>("check", CheckCodecs.ALL);
    private static final Codec<Check> CHECK = CHECKS.as("check", Check.class);

    static final Codec<MailConfig> MAIL = Codec.of(
            MailConfig.class,
            MailConfig::new,
            Field.text("server", MailConfig::server),
            Field.integer("port", MailConfig::port),
            Field.text("helo", MailConfig::heloName),
            Field.text("from", MailConfig::from),
            Field.texts("to", "address", MailConfig::to),
            Field.nanos("timeout", MailConfig::connectTimeoutNanos));

    private static final Codec<SorryServer> SORRY = Codec.of(
            SorryServer.class,
            SorryServer::new,
            Field.endpoint("at", SorryServer::endpoint),
            Field.part(SorryServer::forwarding, IpvsFields.FORWARDING),
            Field.flag("inhibit", SorryServer::inhibit));

    private ServerConfigFields() {}

    static void write(VirtualServerConfig c, FieldSink out) {
        HealthFields.SERVER.write(c.name(), out);
        out.list("keys", c.keys(), IpvsFields.KEY);
        IpvsFields.SERVICE.write(c.scheduling(), out);
        out.flag("omega", c.omega());
        out.number("quorum", c.quorum());
        out.number("hysteresis", c.hysteresis());
        ValueFields.writeOptional("quorum_up", c.quorumUp(), ServerConfigFields::writeScript, out);
        ValueFields.writeOptional("quorum_down", c.quorumDown(), ServerConfigFields::writeScript, out);
        out.flag("ha_suspend", c.haSuspend());
        ValueFields.writeOptional("sorry", c.sorry(), SORRY.writer(), out);
        out.flag("alert", c.alertQuorum());
        out.list("real_servers", c.realServers(), ServerConfigFields::writeReal);
    }

    static VirtualServerConfig read(FieldSource in) {
        return new VirtualServerConfig(
                HealthFields.SERVER.read(in),
                in.list("keys", IpvsFields.KEY),
                IpvsFields.SERVICE.read(in),
                in.flag("omega"),
                in.integer("quorum"),
                in.integer("hysteresis"),
                ValueFields.readOptional("quorum_up", ServerConfigFields::readScript, in),
                ValueFields.readOptional("quorum_down", ServerConfigFields::readScript, in),
                in.flag("ha_suspend"),
                ValueFields.readOptional("sorry", SORRY.reader(), in),
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
        IpvsFields.FORWARDING.write(c.forwarding(), out);
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
                IpvsFields.FORWARDING.read(in),
                in.integer("weight"),
                in.integer("upper"),
                in.integer("lower"),
                in.flag("inhibit"),
                ValueFields.readOptional("notify_up", ServerConfigFields::readScript, in),
                ValueFields.readOptional("notify_down", ServerConfigFields::readScript, in),
                in.flag("alert"),
                in.list("checkers", ServerConfigFields::readChecker));
    }

    private static void writeChecker(CheckerConfig c, FieldSink out) {
        CHECK.write(c.check(), out);
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
                CHECK.read(in),
                readTarget(in),
                in.nanos("timeout"),
                in.nanos("delay_loop"),
                in.integer("retry"),
                in.nanos("delay_before_retry"),
                in.nanos("warmup"),
                in.flag("alpha"),
                in.integer("rise"),
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
                in.integer("bind_port"),
                ValueFields.readOptional("bind_if", s -> new InterfaceName(s.name("link")), in),
                in.unsigned("mark"));
    }

    static void writeLvs(LvsConfig c, FieldSink out) {
        IpvsFields.TIMEOUTS.write(c.timeouts(), out);
        ValueFields.writeOptional("sync", c.sync(), IpvsFields.DAEMON.writer(), out);
        ValueFields.writeOptional("sync_instance", c.syncInstance(), (name, o) -> o.name("name", name.value()), out);
        out.flag("lvs_flush", c.flush());
        out.flag("rs_init_notifies", c.initNotifies());
    }

    static LvsConfig readLvs(FieldSource in) {
        return new LvsConfig(
                IpvsFields.TIMEOUTS.read(in),
                ValueFields.readOptional("sync", IpvsFields.DAEMON.reader(), in),
                ValueFields.readOptional("sync_instance", s -> new InstanceName(s.name("name")), in),
                in.flag("lvs_flush"),
                in.flag("rs_init_notifies"));
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
}
