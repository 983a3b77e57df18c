package io.keepsake.config.syntax;

import static io.keepsake.config.syntax.Words.applied;
import static io.keepsake.config.syntax.Words.known;
import static io.keepsake.config.syntax.Words.notHere;

/** The table of {@code global_defs}. */
final class GlobalWords {
    static final Vocabulary GLOBAL_DEFS = new Vocabulary(
            "global_defs",
            applied("router_id", "vrrp_version", "vrrp_mcast_group4", "vrrp_mcast_group6"),
            applied("vrrp_garp_master_delay", "vrrp_garp_master_repeat"),
            applied("vrrp_garp_master_refresh", "vrrp_garp_master_refresh_repeat"),
            applied("vrrp_garp_lower_prio_delay", "vrrp_garp_lower_prio_repeat"),
            applied("vrrp_garp_interval", "vrrp_gna_interval", "vrrp_min_garp"),
            applied("vrrp_down_timer_adverts", "vrrp_lower_prio_no_advert", "vrrp_higher_prio_send_advert"),
            applied("vrrp_check_unicast_src", "no_handover", "vrrp_startup_delay", "vrrp_skip_check_adv_addr"),
            applied("v3_checksum_as_v2", "random_seed"),
            applied("notification_email").lines(),
            applied("notification_email_from", "smtp_server", "smtp_connect_timeout", "smtp_helo_name"),
            applied("smtp_alert", "smtp_alert_checker", "no_checker_emails", "checker_log_all_failures"),
            applied("script_user", "enable_script_security", "notify_fifo", "lvs_notify_fifo", "rs_init_notifies"),
            applied("lvs_sync_daemon", "lvs_timeouts", "lvs_flush", "lvs_flush_on_stop", "lvs_flush_onstop"),
            applied("smtp_alert_vrrp", "no_email_faults"),
            applied("vrrp_strict"),
            applied("default_interface"),
            applied("vrrp_garp_extra_if", "vrrp_vmac_garp_intvl"),
            applied("vrrp_owner_ignore_adverts", "vrrp_delay_after_boot"),
            applied("log_unknown_vrids"),
            applied("vrrp_iptables", "vrrp_ipsets"),
            applied("nftables", "nftables_priority", "nftables_counters", "nftables_ifindex"),
            known("nftables_ipvs", "nftables_ipvs_priority", "nftables_ipvs_start_fwmark"),
            applied("vrrp_priority", "vrrp_rt_priority", "vrrp_no_swap", "vrrp_cpu_affinity"),
            applied("checker_no_swap"),
            notHere("checker_priority", "checker_rt_priority", "checker_cpu_affinity"),
            notHere("bfd_priority", "bfd_rt_priority", "bfd_no_swap", "bfd_cpu_affinity"),
            applied("max_auto_priority", "min_auto_priority_delay"),
            notHere("vrrp_rlimit_rttime", "checker_rlimit_rttime", "bfd_rlimit_rttime"),
            notHere("vrrp_rlimit_rtime", "checker_rlimit_rtime", "bfd_rlimit_rtime"),
            notHere("process_names", "process_name", "vrrp_process_name", "checker_process_name"),
            notHere("lvs_process_name", "bfd_process_name"),
            known("use_symlink_paths", "set_supplementary_groups"),
            applied("startup_script", "startup_script_timeout", "shutdown_script", "shutdown_script_timeout"),
            applied("notify_fifo_script", "vrrp_notify_fifo", "vrrp_notify_fifo_script", "lvs_notify_fifo_script"),
            applied("fifo_write_vrrp_states_on_reload"),
            applied("vrrp_notify_priority_changes"),
            applied("dynamic_interfaces", "reload_check_config"),
            known("disable_local_igmp", "vmac_prefix", "vmac_addr_prefix"),
            notHere("vrrp_netlink_cmd_rcv_bufs", "vrrp_netlink_cmd_rcv_bufs_force"),
            notHere("vrrp_netlink_monitor_rcv_bufs", "vrrp_netlink_monitor_rcv_bufs_force"),
            notHere("lvs_netlink_cmd_rcv_bufs", "lvs_netlink_cmd_rcv_bufs_force"),
            notHere("lvs_netlink_monitor_rcv_bufs", "lvs_netlink_monitor_rcv_bufs_force"),
            notHere("process_monitor_rcv_bufs", "process_monitor_rcv_bufs_force"),
            notHere("vrrp_rx_bufs_policy", "vrrp_rx_bufs_multiplier"),
            notHere("reload_time_file", "reload_repeat", "reload_file"),
            notHere("config_save_dir", "tmp_config_directory", "umask"),
            known("data_use_instance"),
            known("iproute_usr_dir", "iproute_etc_dir"),
            applied("json_version", "json_dump_file", "state_dump_file", "stats_dump_file"),
            known("snmp_socket", "enable_snmp_vrrp", "enable_snmp_keepalived", "enable_snmp_checker"),
            known("enable_snmp_rfc", "enable_snmp_rfcv2", "enable_snmp_rfcv3", "enable_traps"),
            known("snmp_vs_stats_update_interval", "snmp_rs_stats_update_interval"),
            known("enable_dbus", "dbus_service_name", "dbus_no_interface_name"));

    private GlobalWords() {}
}
