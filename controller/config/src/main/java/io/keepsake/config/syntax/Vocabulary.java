package io.keepsake.config.syntax;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keywords of one block, aliases included. In the tables {@code word!} is applied, a bare {@code word} is known but
 * has no effect yet, {@code word{block}} takes a block of that kind, {@code word{*}} a block of free lines, and
 * {@code word?} means the same with or without its block.
 */
public final class Vocabulary {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private static final Pattern FORM = Pattern.compile("[\\w-]+\\??(\\{(\\*|\\w+)})?!?");

    private static final String SCRIPTS = """
             notify_master notify_backup notify_fault notify_stop notify_deleted notify_master_rx_lower_pri notify
             notify_priority_changes smtp_alert track_interface{*} track_script{*} track_file{*} track_process{*}
             track_bfd{*}""";

    private static final String PROBE = """
             connect_ip connect_port bindto bind_port bind_if connect_timeout fwmark retry delay_before_retry delay_loop
             warmup alpha log_all_failures""";

    private static final String HTTP =
            PROBE + " url{url} http_protocol fast_recovery virtualhost enable_sni sni_name tls_compliant nb_get_retry";

    private static final Map<String, Vocabulary> BLOCKS = Map.ofEntries(
            block("root", """
                net_namespace net_namespace_ipvs namespace_with_ipsets instance! use_pid_dir linkbeat_use_polling
                child_wait_time global_defs{global_defs}! linkbeat_interfaces{*} interface_up_down_delays{*}
                track_group{track_group} static_ipaddress{*} static_routes{*} static_rules{*} garp_group{garp_group}
                track_file{track_file} vrrp_track_file{track_file} vrrp_track_process{vrrp_track_process}
                bfd_instance{bfd_instance} vrrp_script{vrrp_script} vrrp_sync_group{vrrp_sync_group}
                vrrp_instance{vrrp_instance}! virtual_server_group{*} virtual_server{virtual_server} SSL{SSL}"""),
            block("global_defs", GlobalWords.APPLIED + GlobalWords.KNOWN),
            block("vrrp_instance", SCRIPTS + """
                 state! interface! virtual_router_id! priority! advert_int! authentication{authentication}!
                auth_hmac{auth_hmac} virtual_ipaddress{*}! virtual_ipaddress_excluded{*}! no_virtual_ipaddress!
                virtual_routes{*} virtual_rules{*} nopreempt! preempt! preempt_delay! dont_track_primary track_src_ip
                unicast_src_ip! mcast_src_ip! unicast_peer{*}! unicast_ttl unicast_fault_no_peer check_unicast_src!
                old_unicast_checksum mcast_dst_ip! version! native_ipv6! use_vmac vmac_xmit_base use_vmac_addr
                use_ipvlan vrf promote_secondaries accept no_accept skip_check_adv_addr! strict_mode v3_checksum_as_v2
                garp_master_delay! garp_master_repeat! garp_master_refresh! garp_master_refresh_repeat!
                garp_lower_prio_delay! garp_lower_prio_repeat! garp_extra_if vmac_garp_intvl down_timer_adverts!
                lower_prio_no_advert! higher_prio_send_advert! owner_ignore_adverts timer_expired_backup
                thread_timer_expired kernel_rx_buf_size linkbeat_use_polling debug lvs_sync_daemon_interface"""),
            block("authentication", "auth_type! auth_pass!"),
            block("auth_hmac", "key active_key anti_replay time_window mode"),
            block("vrrp_sync_group", SCRIPTS + " group{*} global_tracking sync_group_tracking_weight"),
            block("vrrp_script", "script interval timeout weight rise fall user init_fail"),
            block("track_group", "group{*}"),
            block("garp_group", "garp_interval gna_interval interface interfaces{*}"),
            block("track_file", "file weight init_file"),
            block("vrrp_track_process", """
                process param_match weight quorum quorum_max delay fork_delay terminate_delay full_command"""),
            block("bfd_instance", """
                source_ip neighbor_ip neighbour_ip min_rx min_tx idle_tx multiplier ttl hoplimit max_hops passive
                multihop weight vrrp checker"""),
            block("virtual_server", """
                ip_family lvs_sched lb_algo lvs_method lb_kind protocol delay_loop persistence_timeout
                persistence_granularity persistence_engine nat_mask ops hashed sh-port sh-fallback mh-port mh-fallback
                flag-1 flag-2 flag-3 alpha omega quorum hysteresis quorum_up quorum_down ha_suspend
                inhibit_on_failure sorry_server sorry_server_inhibit sorry_server_lvs_method virtualhost retry
                delay_before_retry warmup connect_timeout weight smtp_alert snmp_name real_server{real_server}"""),
            block("real_server", """
                lvs_method lb_kind weight inhibit_on_failure uthreshold lthreshold notify_up notify_down smtp_alert
                snmp_name virtualhost alpha delay_loop connect_timeout retry delay_before_retry warmup
                HTTP_GET{HTTP_GET} SSL_GET{HTTP_GET} TCP_CHECK{TCP_CHECK} SMTP_CHECK{SMTP_CHECK} DNS_CHECK{DNS_CHECK}
                MISC_CHECK{MISC_CHECK} UDP_CHECK{UDP_CHECK} PING_CHECK?{PING_CHECK} FILE_CHECK{FILE_CHECK}
                BFD_CHECK{BFD_CHECK}"""),
            block("HTTP_GET", HTTP),
            block("url", """
                path status_code digest virtualhost regex regex_no_match regex_options regex_stack regex_min_offset
                regex_max_offset tls_compliant"""),
            block("TCP_CHECK", PROBE),
            block("SMTP_CHECK", PROBE + " helo_name host{host}"),
            block("host", PROBE),
            block("DNS_CHECK", PROBE + " type name"),
            block("MISC_CHECK", PROBE + " misc_path misc_timeout misc_dynamic user"),
            block("UDP_CHECK", PROBE + " payload require_reply min_reply_length max_reply_length"),
            block("PING_CHECK", PROBE),
            block("FILE_CHECK", PROBE + " track_file weight"),
            block("BFD_CHECK", "name alpha"),
            block("SSL", "password ca certificate key"));

    private final String name;
    private final Map<String, Word> words;

    /**
     * A keyword.
     *
     * @param block the kind of block it takes, {@code *} for free lines, null for none
     * @param blockOptional whether it may also stand without
     */
    public record Word(
            String name, boolean applied, @Nullable String block, boolean blockOptional) {
        private static Word read(String text) {
            if (!FORM.matcher(text).matches()) {
                throw new IllegalStateException("not a word of a table: " + text);
            }
            int brace = text.indexOf('{');
            var name = (brace < 0 ? text : text.substring(0, brace))
                    .replace("!", "")
                    .replace("?", "");
            var block = brace < 0 ? null : text.substring(brace + 1, text.indexOf('}'));
            return new Word(name, text.endsWith("!"), block, text.contains("?"));
        }

        public boolean takesLines() {
            return "*".equals(block);
        }
    }

    private Vocabulary(String name, String table) {
        this.name = name;
        words = new LinkedHashMap<>();
        for (var text : BLANKS.split(table.strip(), -1)) {
            var word = Word.read(text);
            words.put(word.name, word);
        }
    }

    private static Map.Entry<String, Vocabulary> block(String name, String table) {
        return Map.entry(name, new Vocabulary(name, table));
    }

    /** What may stand outside of all blocks. */
    public static Vocabulary root() {
        return of("root");
    }

    /** The keywords of a block that some {@link Word#block} names. */
    public static Vocabulary of(String block) {
        var found = BLOCKS.get(block);
        if (found == null) {
            throw new IllegalArgumentException("no such block: " + block);
        }
        return found;
    }

    public String name() {
        return name;
    }

    public Optional<Word> word(String keyword) {
        return Optional.ofNullable(words.get(keyword));
    }

    /** The keyword that {@code typo} was probably meant to be: at most two letters differ. */
    public Optional<String> nearest(String typo) {
        int most = typo.length() < 5 ? 1 : 2;
        String best = null;
        int bestDistance = most + 1;
        for (var word : words.keySet()) {
            int distance = Math.abs(word.length() - typo.length()) > most ? most + 1 : distance(word, typo);
            if (distance < bestDistance) {
                best = word;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** How many letters must be put in, taken out or replaced (Levenshtein). */
    private static int distance(String one, String other) {
        var row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
