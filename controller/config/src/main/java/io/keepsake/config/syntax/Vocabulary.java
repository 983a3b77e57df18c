package io.keepsake.config.syntax;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keywords of one block, aliases included. In the tables {@code word!} is applied, {@code word~} changes nothing, in
 * keepalived neither, a bare {@code word} is known but has no effect yet, {@code word{block}} takes a block of that kind, {@code word{*}} a block of free lines, and
 * {@code word?} means the same with or without its block.
 */
public final class Vocabulary {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private static final Pattern FORM = Pattern.compile("[\\w-]+\\??(\\{(\\*|\\w+)})?[!~]?");

    private static final Pattern MARKS = Pattern.compile("[!~?]");

    private static final String SCRIPTS = """
             notify_master notify_backup notify_fault notify_stop notify_deleted notify_master_rx_lower_pri notify
             notify_priority_changes smtp_alert track_script{*} track_file{*} track_process{*}
             track_bfd{*}""";

    private static final Map<String, String> TABLES = Map.ofEntries(
            Map.entry("root", """
                net_namespace net_namespace_ipvs namespace_with_ipsets instance! use_pid_dir linkbeat_use_polling
                child_wait_time global_defs{global_defs}! linkbeat_interfaces{*} interface_up_down_delays{*}
                track_group{track_group} static_ipaddress{*} static_routes{*} static_rules{*} garp_group{garp_group}
                track_file{track_file}! vrrp_track_file{track_file}! vrrp_track_process{vrrp_track_process}
                bfd_instance{bfd_instance} vrrp_script{vrrp_script} vrrp_sync_group{vrrp_sync_group}
                vrrp_instance{vrrp_instance}! virtual_server_group{*}! virtual_server{virtual_server}! SSL{SSL}"""),
            Map.entry("global_defs", GlobalWords.APPLIED + GlobalWords.KNOWN),
            Map.entry("vrrp_instance", SCRIPTS + """
                 state! interface! virtual_router_id! priority! advert_int! authentication{authentication}!
                auth_hmac{auth_hmac} virtual_ipaddress{*}! virtual_ipaddress_excluded{*}! no_virtual_ipaddress!
                virtual_routes{*} virtual_rules{*} nopreempt! preempt! preempt_delay! dont_track_primary! track_interface{*}! track_src_ip
                unicast_src_ip! mcast_src_ip! unicast_peer{*}! unicast_ttl unicast_fault_no_peer check_unicast_src!
                old_unicast_checksum mcast_dst_ip! version! native_ipv6! use_vmac vmac_xmit_base use_vmac_addr
                use_ipvlan vrf promote_secondaries accept no_accept skip_check_adv_addr! strict_mode v3_checksum_as_v2!
                garp_master_delay! garp_master_repeat! garp_master_refresh! garp_master_refresh_repeat!
                garp_lower_prio_delay! garp_lower_prio_repeat! garp_extra_if vmac_garp_intvl down_timer_adverts!
                lower_prio_no_advert! higher_prio_send_advert! owner_ignore_adverts timer_expired_backup
                thread_timer_expired kernel_rx_buf_size linkbeat_use_polling debug lvs_sync_daemon_interface"""),
            Map.entry("authentication", "auth_type! auth_pass!"),
            Map.entry("auth_hmac", "key active_key anti_replay time_window mode"),
            Map.entry(
                    "vrrp_sync_group",
                    SCRIPTS + " track_interface{*} group{*} global_tracking sync_group_tracking_weight"),
            Map.entry("vrrp_script", "script interval timeout weight rise fall user init_fail"),
            Map.entry("track_group", "group{*}"),
            Map.entry("garp_group", "garp_interval gna_interval interface interfaces{*}"),
            Map.entry("vrrp_track_process", """
                process param_match weight quorum quorum_max delay fork_delay terminate_delay full_command"""),
            Map.entry("bfd_instance", """
                source_ip neighbor_ip neighbour_ip min_rx min_tx idle_tx multiplier ttl hoplimit max_hops passive
                multihop weight vrrp checker"""));

    private static final Map<String, Vocabulary> BLOCKS = blocks();

    private final String name;
    private final Map<String, Word> words;

    /** What becomes of a keyword. */
    public enum Standing {
        /** It does what it does in keepalived. */
        APPLIED,
        /** It is read, and has no effect yet. */
        KNOWN,
        /** It has no effect, in keepalived neither. */
        WITHOUT_EFFECT
    }

    /**
     * A keyword.
     *
     * @param block the kind of block it takes, {@code *} for free lines, null for none
     * @param blockOptional whether it may also stand without
     */
    public record Word(
            String name, Standing standing, @Nullable String block, boolean blockOptional) {
        private static Word read(String text) {
            if (!FORM.matcher(text).matches()) {
                throw new IllegalStateException("not a word of a table: " + text);
            }
            int brace = text.indexOf('{');
            var name =
                    MARKS.matcher(brace < 0 ? text : text.substring(0, brace)).replaceAll("");
            var block = brace < 0 ? null : text.substring(brace + 1, text.indexOf('}'));
            return new Word(name, standing(text), block, text.contains("?"));
        }

        private static Standing standing(String text) {
            return text.endsWith("!")
                    ? Standing.APPLIED
                    : text.endsWith("~") ? Standing.WITHOUT_EFFECT : Standing.KNOWN;
        }

        public boolean applied() {
            return standing == Standing.APPLIED;
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

    private static Map<String, Vocabulary> blocks() {
        var blocks = new TreeMap<String, Vocabulary>();
        TABLES.forEach((name, table) -> blocks.put(name, new Vocabulary(name, table)));
        ServerWords.BLOCKS.forEach((name, table) -> blocks.put(name, new Vocabulary(name, table)));
        return Collections.unmodifiableMap(blocks);
    }

    /** All blocks, by name. */
    public static List<Vocabulary> all() {
        return List.copyOf(BLOCKS.values());
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

    /** The keywords, in the order of the table. */
    public List<Word> words() {
        return List.copyOf(words.values());
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
