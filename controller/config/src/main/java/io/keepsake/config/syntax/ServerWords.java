package io.keepsake.config.syntax;

import java.util.Map;

/** The tables of the blocks that have to do with virtual servers, in the form that {@link Vocabulary} reads. */
final class ServerWords {
    private static final String TARGET = " connect_ip! connect_port! bindto! bind_port! bind_if! fwmark! ";

    private static final String PROBE = TARGET + """
             connect_timeout! retry! delay_before_retry! delay_loop! warmup! alpha! log_all_failures! rise!""";

    static final Map<String, String> BLOCKS = Map.ofEntries(
            Map.entry("virtual_server", """
                ip_family! lvs_sched! lb_algo! lvs_method! lb_kind! protocol! delay_loop! persistence_timeout!
                persistence_granularity! persistence_engine! nat_mask~ ops! hashed~ sh-port! sh-fallback! mh-port!
                mh-fallback! flag-1! flag-2! flag-3! alpha! omega! quorum! hysteresis! quorum_up! quorum_down!
                ha_suspend! inhibit_on_failure! sorry_server! sorry_server_inhibit! sorry_server_lvs_method!
                virtualhost! retry! delay_before_retry! warmup! connect_timeout! weight! smtp_alert! snmp_name
                real_server{real_server}!"""),
            Map.entry("real_server", """
                lvs_method! lb_kind! weight! inhibit_on_failure! uthreshold! lthreshold! notify_up! notify_down!
                smtp_alert! snmp_name virtualhost! alpha! delay_loop! connect_timeout! retry! delay_before_retry!
                warmup! HTTP_GET{HTTP_GET}! SSL_GET{HTTP_GET}! TCP_CHECK{TCP_CHECK}! SMTP_CHECK{SMTP_CHECK}!
                DNS_CHECK{DNS_CHECK}! MISC_CHECK{MISC_CHECK}! UDP_CHECK{UDP_CHECK}! PING_CHECK?{PING_CHECK}!
                FILE_CHECK{FILE_CHECK}! BFD_CHECK{BFD_CHECK}"""),
            Map.entry("HTTP_GET", PROBE + """
                 url{url}! http_protocol! fast_recovery! virtualhost! enable_sni! sni_name! tls_compliant
                nb_get_retry!"""),
            Map.entry("url", """
                path! status_code! digest! virtualhost! regex! regex_no_match! regex_options! regex_stack~
                regex_min_offset! regex_max_offset! tls_compliant"""),
            Map.entry("TCP_CHECK", PROBE),
            Map.entry("SMTP_CHECK", PROBE + " helo_name! host{host}!"),
            Map.entry("host", TARGET + "connect_timeout! retry! delay_before_retry! delay_loop! warmup! alpha!"),
            Map.entry("DNS_CHECK", PROBE + " type! name!"),
            Map.entry("MISC_CHECK", """
                misc_path! misc_timeout! misc_dynamic! user! retry! delay_before_retry! delay_loop! warmup! alpha!
                log_all_failures! rise!"""),
            Map.entry("UDP_CHECK", PROBE + " payload! require_reply! min_reply_length! max_reply_length!"),
            Map.entry("PING_CHECK", PROBE),
            Map.entry("FILE_CHECK", "track_file! weight! delay_loop! rise! alpha~"),
            Map.entry("BFD_CHECK", "name alpha"),
            Map.entry("SSL", "password ca certificate key"),
            Map.entry("track_file", "file! weight! init_file"));

    private ServerWords() {}
}
