package io.keepsake.config.syntax;

import static io.keepsake.config.syntax.Words.applied;
import static io.keepsake.config.syntax.Words.known;
import static io.keepsake.config.syntax.Words.withoutEffect;

/** The tables of the blocks that have to do with instances, and with what they track. */
final class InstanceWords {
    private static final Words REACTIONS = known("track_bfd").lines();

    private static final Vocabulary AUTHENTICATION =
            new Vocabulary("authentication", applied("auth_type", "auth_pass"));

    private static final Vocabulary AUTH_HMAC =
            new Vocabulary("auth_hmac", known("key", "active_key", "anti_replay", "time_window", "mode"));

    static final Vocabulary INSTANCE = new Vocabulary(
            "vrrp_instance",
            REACTIONS,
            applied("notify_master", "notify_backup", "notify_fault", "notify_stop", "notify_deleted"),
            applied("notify_master_rx_lower_pri", "notify", "notify_priority_changes", "smtp_alert"),
            applied("track_script", "track_file", "track_process").lines(),
            applied("state", "interface", "virtual_router_id", "priority", "advert_int"),
            applied("authentication").block(AUTHENTICATION),
            known("auth_hmac").block(AUTH_HMAC),
            applied("virtual_ipaddress", "virtual_ipaddress_excluded").lines(),
            applied("no_virtual_ipaddress"),
            applied("virtual_routes", "virtual_rules").lines(),
            applied("nopreempt", "preempt", "preempt_delay", "dont_track_primary"),
            applied("track_interface").lines(),
            applied("track_src_ip", "unicast_src_ip", "mcast_src_ip"),
            applied("unicast_peer").lines(),
            applied("unicast_ttl", "unicast_fault_no_peer", "check_unicast_src", "old_unicast_checksum"),
            applied("mcast_dst_ip", "version", "native_ipv6"),
            known("use_vmac", "vmac_xmit_base", "use_vmac_addr", "use_ipvlan", "vrf"),
            applied("promote_secondaries"),
            applied("accept", "no_accept"),
            applied("skip_check_adv_addr", "strict_mode", "v3_checksum_as_v2"),
            applied("garp_master_delay", "garp_master_repeat", "garp_master_refresh", "garp_master_refresh_repeat"),
            applied("garp_lower_prio_delay", "garp_lower_prio_repeat"),
            applied("garp_extra_if", "vmac_garp_intvl"),
            applied("down_timer_adverts", "lower_prio_no_advert", "higher_prio_send_advert"),
            applied("owner_ignore_adverts", "timer_expired_backup", "thread_timer_expired", "kernel_rx_buf_size"),
            applied("lvs_sync_daemon_interface"),
            withoutEffect("debug"),
            known("linkbeat_use_polling"));

    static final Vocabulary SYNC_GROUP = new Vocabulary(
            "vrrp_sync_group",
            REACTIONS,
            applied("notify_master", "notify_backup", "notify_fault", "notify_stop", "notify_deleted"),
            applied("notify_master_rx_lower_pri", "notify", "notify_priority_changes", "smtp_alert"),
            applied("track_interface", "track_script", "track_file", "track_process", "group")
                    .lines(),
            applied("global_tracking", "sync_group_tracking_weight"));

    static final Vocabulary SCRIPT = new Vocabulary(
            "vrrp_script", applied("script", "interval", "timeout", "weight", "rise", "fall", "user", "init_fail"));

    static final Vocabulary TRACK_GROUP =
            new Vocabulary("track_group", applied("group").lines());

    static final Vocabulary GARP_GROUP = new Vocabulary(
            "garp_group",
            applied("garp_interval", "gna_interval", "interface"),
            applied("interfaces").lines());

    static final Vocabulary TRACK_PROCESS = new Vocabulary(
            "vrrp_track_process",
            applied("process", "param_match", "weight", "quorum", "quorum_max"),
            applied("delay", "fork_delay", "terminate_delay", "full_command"));

    static final Vocabulary BFD_INSTANCE = new Vocabulary(
            "bfd_instance",
            known("source_ip", "neighbor_ip", "neighbour_ip", "min_rx", "min_tx", "idle_tx", "multiplier"),
            known("ttl", "hoplimit", "max_hops", "passive", "multihop", "weight", "vrrp", "checker"));

    private InstanceWords() {}
}
