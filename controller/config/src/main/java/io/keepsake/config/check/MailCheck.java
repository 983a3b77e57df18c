package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.AddressWords;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.MailConfig;
import io.keepsake.core.value.Ip;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code notification_email}, {@code smtp_server} and what belongs to them. */
final class MailCheck {
    private static final int PORT = 25;
    private static final long TIMEOUT = 30_000_000_000L;

    /** What may stand in a command of SMTP: no blank, no bracket, no control character. */
    private static final Pattern PLAIN = Pattern.compile("[^\\s\\p{Cntrl}<>]+");

    /** Neither a port nor a mask nor brackets. */
    private static final Pattern HOST = Pattern.compile("[^:/\\[\\]]+");

    private final Problems problems;
    private final Values values;
    private final List<Node> nodes;

    MailCheck(Problems problems, Values values, List<Node> nodes) {
        this.problems = problems;
        this.values = values;
        this.nodes = nodes;
    }

    /** Where alerts go, or null when there is no server or nobody to write to. */
    @Nullable MailConfig mail(String hostName) {
        var to = recipients();
        var server = server();
        var port = port();
        var helo = plain("smtp_helo_name", values.value("smtp_helo_name"));
        var from = plain("notification_email_from", values.value("notification_email_from"));
        var timeout = values.nanos("smtp_connect_timeout", "0.000001", "4294.967295", "stays 30");
        var list = values.last("notification_email");
        if (server == null && !to.isEmpty() && list != null) {
            problems.notice("notification_email", list.keyword().place(), "needs smtp_server; no mail is sent");
        }
        if (server == null || to.isEmpty()) {
            return null;
        }
        return new MailConfig(
                server,
                port,
                helo == null ? hostName : helo,
                from == null ? "keepalived@" + hostName : from,
                to,
                timeout == null ? TIMEOUT : timeout);
    }

    private @Nullable String server() {
        var word = values.value("smtp_server");
        var server = plain("smtp_server", word);
        if (word == null || server == null || isHost(server)) {
            return server;
        }
        problems.warn(
                word.place(),
                "smtp_server must be an address or the name of a host, was \"" + server
                        + "\"; no mail is sent, as in keepalived",
                "write the port behind a blank: smtp_server HOST PORT");
        return null;
    }

    private static boolean isHost(String server) {
        return HOST.matcher(server).matches() || Ip.tryParse(server).isPresent();
    }

    private int port() {
        var line = values.last("smtp_server");
        if (line == null || line.values().size() < 2) {
            return PORT;
        }
        var port = AddressWords.port(problems, line.values().get(1), "taken as " + PORT);
        return port == null || port == 0 ? PORT : port;
    }

    private List<String> recipients() {
        var to = new ArrayList<String>();
        for (var node : nodes) {
            if (node.name().equals("notification_email")) {
                for (var line : node.children()) {
                    line.words().forEach(word -> add(word, to));
                }
            }
        }
        return to;
    }

    private void add(Token word, List<String> to) {
        var address = plain("an address of notification_email", word);
        if (address != null) {
            to.add(address);
        }
    }

    private @Nullable String plain(String what, @Nullable Token word) {
        if (word == null || PLAIN.matcher(word.text()).matches()) {
            return word == null ? null : word.text();
        }
        problems.warn(word.place(), what + " must be one word without brackets, was \"" + word.text() + "\"; ignored");
        return null;
    }
}
