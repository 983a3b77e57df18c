package io.keepsake.config.syntax;

import static io.keepsake.config.syntax.Words.applied;
import static io.keepsake.config.syntax.Words.group;
import static io.keepsake.config.syntax.Words.known;
import static io.keepsake.config.syntax.Words.withoutEffect;

/** The tables of the blocks that have to do with virtual servers. */
final class ServerWords {
    private static final Words TARGET =
            applied("connect_ip", "connect_port", "bindto", "bind_port", "bind_if", "fwmark");

    private static final Words PROBE = group(
            TARGET,
            applied("connect_timeout", "retry", "delay_before_retry", "delay_loop", "warmup", "alpha"),
            applied("log_all_failures", "rise"));

    private static final Vocabulary URL = new Vocabulary(
            "url",
            applied("path", "status_code", "digest", "virtualhost", "regex", "regex_no_match", "regex_options"),
            withoutEffect("regex_stack"),
            applied("regex_min_offset", "regex_max_offset"),
            known("tls_compliant"));

    private static final Vocabulary HTTP_GET = new Vocabulary(
            "HTTP_GET",
            PROBE,
            applied("url").block(URL),
            applied("http_protocol", "fast_recovery", "virtualhost", "enable_sni", "sni_name"),
            known("tls_compliant"),
            applied("nb_get_retry"));

    private static final Vocabulary TCP_CHECK = new Vocabulary("TCP_CHECK", PROBE);

    private static final Vocabulary HOST = new Vocabulary(
            "host", TARGET, applied("connect_timeout", "retry", "delay_before_retry", "delay_loop", "warmup", "alpha"));

    private static final Vocabulary SMTP_CHECK = new Vocabulary(
            "SMTP_CHECK", PROBE, applied("helo_name"), applied("host").block(HOST));

    private static final Vocabulary DNS_CHECK = new Vocabulary("DNS_CHECK", PROBE, applied("type", "name"));

    private static final Vocabulary MISC_CHECK = new Vocabulary(
            "MISC_CHECK",
            applied("misc_path", "misc_timeout", "misc_dynamic", "user"),
            applied("retry", "delay_before_retry", "delay_loop", "warmup", "alpha", "log_all_failures", "rise"));

    private static final Vocabulary UDP_CHECK = new Vocabulary(
            "UDP_CHECK", PROBE, applied("payload", "require_reply", "min_reply_length", "max_reply_length"));

    private static final Vocabulary PING_CHECK = new Vocabulary("PING_CHECK", PROBE);

    private static final Vocabulary FILE_CHECK =
            new Vocabulary("FILE_CHECK", applied("track_file", "weight", "delay_loop", "rise"), withoutEffect("alpha"));

    private static final Vocabulary BFD_CHECK = new Vocabulary("BFD_CHECK", known("name", "alpha"));

    private static final Vocabulary REAL_SERVER = new Vocabulary(
            "real_server",
            applied("lvs_method", "lb_kind", "weight", "inhibit_on_failure", "uthreshold", "lthreshold"),
            applied("notify_up", "notify_down", "smtp_alert"),
            known("snmp_name"),
            applied("virtualhost", "alpha", "delay_loop", "connect_timeout", "retry", "delay_before_retry", "warmup"),
            applied("HTTP_GET", "SSL_GET").block(HTTP_GET),
            applied("TCP_CHECK").block(TCP_CHECK),
            applied("SMTP_CHECK").block(SMTP_CHECK),
            applied("DNS_CHECK").block(DNS_CHECK),
            applied("MISC_CHECK").block(MISC_CHECK),
            applied("UDP_CHECK").block(UDP_CHECK),
            applied("PING_CHECK").optionalBlock(PING_CHECK),
            applied("FILE_CHECK").block(FILE_CHECK),
            known("BFD_CHECK").block(BFD_CHECK));

    static final Vocabulary VIRTUAL_SERVER = new Vocabulary(
            "virtual_server",
            applied("ip_family", "lvs_sched", "lb_algo", "lvs_method", "lb_kind", "protocol", "delay_loop"),
            applied("persistence_timeout", "persistence_granularity", "persistence_engine"),
            withoutEffect("nat_mask"),
            applied("ops"),
            withoutEffect("hashed"),
            applied("sh-port", "sh-fallback", "mh-port", "mh-fallback", "flag-1", "flag-2", "flag-3"),
            applied("alpha", "omega", "quorum", "hysteresis", "quorum_up", "quorum_down", "ha_suspend"),
            applied("inhibit_on_failure", "sorry_server", "sorry_server_inhibit", "sorry_server_lvs_method"),
            applied("virtualhost", "retry", "delay_before_retry", "warmup", "connect_timeout", "weight", "smtp_alert"),
            known("snmp_name"),
            applied("real_server").block(REAL_SERVER));

    static final Vocabulary SSL = new Vocabulary("SSL", known("password", "ca", "certificate", "key"));

    static final Vocabulary TRACK_FILE = new Vocabulary("track_file", applied("file", "weight", "init_file"));

    private ServerWords() {}
}
