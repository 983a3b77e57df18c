package io.keepsake.daemon.probe;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.value.CheckerId;
import org.jspecify.annotations.Nullable;

/** Makes the probe of a checker. */
final class Probes {
    private Probes() {}

    static Probe of(CheckerId id, CheckerConfig config, Tools tools, CheckReport report) {
        return switch (config.check()) {
            case Check.Tcp _ -> stream(config, tools, report, new TcpDialogue());
            case Check.Smtp smtp -> stream(config, tools, report, new SmtpDialogue(smtp.heloName()));
            case Check.Http http -> http(http, config, tools, report);
            case Check.Dns dns ->
                datagram(config, tools, report, DnsQuery.of(dns), "DNS_CHECK: no question can be made of " + dns);
            case Check.Udp udp ->
                datagram(
                        config,
                        tools,
                        report,
                        UdpQuery.of(udp),
                        "UDP_CHECK: payload or require_reply is not hexadecimal");
            case Check.Ping _ -> ping(config, tools, report);
            case Check.Misc misc -> new MiscProbe(tools, misc, subject(id), config.timeoutNanos(), report);
            case Check.File file -> new FileProbe(tools, file.path(), report);
        };
    }

    private static String subject(CheckerId id) {
        return id.server() + " " + id.real() + " MISC_CHECK " + id.number();
    }

    private static Probe stream(CheckerConfig config, Tools tools, CheckReport report, Dialogue dialogue) {
        return stream(config, tools, report, dialogue, false);
    }

    private static Probe stream(CheckerConfig config, Tools tools, CheckReport report, Dialogue dialogue, boolean tls) {
        var target = new Target(config.local(), tools.sockets());
        return new StreamProbe(tools, new StreamProbe.Settings(target, tls, config.timeoutNanos()), dialogue, report);
    }

    private static Probe http(Check.Http http, CheckerConfig config, Tools tools, CheckReport report) {
        try {
            var dialogue = new HttpDialogue(http, config.local().remote(), tools.answers());
            return stream(config, tools, report, dialogue, http.tls());
        } catch (IllegalArgumentException e) {
            return new UnusableProbe(String.valueOf(e.getMessage()), report);
        }
    }

    private static Probe datagram(
            CheckerConfig config, Tools tools, CheckReport report, @Nullable Query query, String otherwise) {
        if (query == null) {
            return new UnusableProbe(otherwise, report);
        }
        var target = new Target(config.local(), tools.sockets());
        return new DatagramProbe(tools, target, false, query, config.timeoutNanos(), report);
    }

    private static Probe ping(CheckerConfig config, Tools tools, CheckReport report) {
        var target = new Target(config.local(), tools.sockets());
        var query = new EchoQuery(target.ipv6());
        return new DatagramProbe(tools, target, true, query, config.timeoutNanos(), report);
    }
}
