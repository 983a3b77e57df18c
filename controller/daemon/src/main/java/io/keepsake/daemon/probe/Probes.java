package io.keepsake.daemon.probe;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.value.CheckerId;
import javax.net.ssl.SNIServerName;
import org.jspecify.annotations.Nullable;

/** Makes the probe of a checker. */
final class Probes {
    private Probes() {}

    static Probe of(CheckerId id, CheckerConfig config, Tools tools, Findings findings) {
        return switch (config.check()) {
            case Check.Tcp _ -> stream(config, tools, findings, new TcpDialogue());
            case Check.Smtp smtp -> stream(config, tools, findings, new SmtpDialogue(smtp.heloName()));
            case Check.Http http -> http(http, config, tools, findings);
            case Check.Dns dns ->
                datagram(config, tools, findings, DnsQuestion.of(dns), "DNS_CHECK: no question can be made of " + dns);
            case Check.Udp udp ->
                datagram(
                        config,
                        tools,
                        findings,
                        UdpQuestion.of(udp),
                        "UDP_CHECK: payload or require_reply is not hexadecimal");
            case Check.Ping _ -> ping(config, tools, findings);
            case Check.Misc misc -> new MiscProbe(tools, misc, subject(id), config.timeoutNanos(), findings);
            case Check.File file -> new FileProbe(tools, file.path(), findings);
        };
    }

    private static String subject(CheckerId id) {
        return id.server() + " " + id.real() + " MISC_CHECK " + id.number();
    }

    private static Probe stream(CheckerConfig config, Tools tools, Findings findings, Dialogue dialogue) {
        return stream(config, tools, findings, dialogue, false, null);
    }

    private static Probe stream(
            CheckerConfig config,
            Tools tools,
            Findings findings,
            Dialogue dialogue,
            boolean tls,
            @Nullable SNIServerName name) {
        var target = new Target(config.local(), tools.sockets());
        return new StreamProbe(
                tools, new StreamProbe.Way(target, tls, name, config.timeoutNanos()), dialogue, findings);
    }

    private static Probe http(Check.Http http, CheckerConfig config, Tools tools, Findings findings) {
        try {
            var dialogue = new HttpDialogue(http, config.local().remote(), tools.answers());
            var name = http.sni() == null ? null : TlsClient.name(http.sni());
            return stream(config, tools, findings, dialogue, http.tls(), name);
        } catch (IllegalArgumentException e) {
            return new UnusableProbe(String.valueOf(e.getMessage()), findings);
        }
    }

    private static Probe datagram(
            CheckerConfig config, Tools tools, Findings findings, @Nullable Question question, String otherwise) {
        if (question == null) {
            return new UnusableProbe(otherwise, findings);
        }
        var target = new Target(config.local(), tools.sockets());
        return new DatagramProbe(tools, target, false, question, config.timeoutNanos(), findings);
    }

    private static Probe ping(CheckerConfig config, Tools tools, Findings findings) {
        var target = new Target(config.local(), tools.sockets());
        var question = new EchoQuestion(target.ipv6());
        return new DatagramProbe(tools, target, true, question, config.timeoutNanos(), findings);
    }
}
