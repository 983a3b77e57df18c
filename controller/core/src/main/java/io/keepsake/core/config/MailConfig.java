package io.keepsake.core.config;

import java.util.List;

/**
 * Where alerts go, {@code notification_email} and {@code smtp_server}.
 *
 * @param server host or address
 * @param heloName {@code smtp_helo_name}, or the host name
 * @param from {@code notification_email_from}
 * @param to one or more
 */
public record MailConfig(
        String server, int port, String heloName, String from, List<String> to, long connectTimeoutNanos) {
    public MailConfig {
        to = List.copyOf(to);
    }
}
