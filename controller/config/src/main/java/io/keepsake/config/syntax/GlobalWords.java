package io.keepsake.config.syntax;

/** The table of {@code global_defs}, in the form that {@link Vocabulary} reads. */
final class GlobalWords {
    static final String APPLIED = """
            router_id! vrrp_version! vrrp_mcast_group4! vrrp_mcast_group6! vrrp_garp_master_delay!
            vrrp_garp_master_repeat! vrrp_garp_master_refresh! vrrp_garp_master_refresh_repeat!
            vrrp_garp_lower_prio_delay! vrrp_garp_lower_prio_repeat! vrrp_garp_interval!
            vrrp_gna_interval! vrrp_min_garp! vrrp_down_timer_adverts! vrrp_lower_prio_no_advert!
            vrrp_higher_prio_send_advert! vrrp_check_unicast_src! vrrp_startup_delay!
            vrrp_skip_check_adv_addr! v3_checksum_as_v2! random_seed! notification_email{*}! notification_email_from!
            smtp_server! smtp_connect_timeout! smtp_helo_name! smtp_alert! smtp_alert_checker!
            no_checker_emails! checker_log_all_failures! script_user! enable_script_security!
            notify_fifo! lvs_notify_fifo! rs_init_notifies! lvs_sync_daemon! lvs_timeouts! lvs_flush!
            lvs_flush_on_stop! lvs_flush_onstop!
            """;

    static final String KNOWN = """
            smtp_alert_vrrp no_email_faults vrrp_strict default_interface vrrp_garp_extra_if
            vrrp_vmac_garp_intvl vrrp_owner_ignore_adverts vrrp_delay_after_boot
            log_unknown_vrids vrrp_iptables vrrp_ipsets nftables nftables_priority nftables_counters
            nftables_ifindex nftables_ipvs nftables_ipvs_priority nftables_ipvs_start_fwmark
            vrrp_priority checker_priority bfd_priority vrrp_rt_priority checker_rt_priority
            bfd_rt_priority max_auto_priority min_auto_priority_delay vrrp_rlimit_rttime
            checker_rlimit_rttime bfd_rlimit_rttime vrrp_rlimit_rtime checker_rlimit_rtime
            bfd_rlimit_rtime vrrp_no_swap checker_no_swap bfd_no_swap vrrp_cpu_affinity
            checker_cpu_affinity bfd_cpu_affinity process_names process_name vrrp_process_name
            checker_process_name lvs_process_name bfd_process_name use_symlink_paths
            set_supplementary_groups startup_script startup_script_timeout shutdown_script
            shutdown_script_timeout notify_fifo_script vrrp_notify_fifo vrrp_notify_fifo_script
            lvs_notify_fifo_script fifo_write_vrrp_states_on_reload vrrp_notify_priority_changes
            dynamic_interfaces disable_local_igmp vmac_prefix vmac_addr_prefix vrrp_netlink_cmd_rcv_bufs
            vrrp_netlink_cmd_rcv_bufs_force vrrp_netlink_monitor_rcv_bufs
            vrrp_netlink_monitor_rcv_bufs_force lvs_netlink_cmd_rcv_bufs lvs_netlink_cmd_rcv_bufs_force
            lvs_netlink_monitor_rcv_bufs lvs_netlink_monitor_rcv_bufs_force process_monitor_rcv_bufs
            process_monitor_rcv_bufs_force vrrp_rx_bufs_policy vrrp_rx_bufs_multiplier
            reload_check_config reload_time_file reload_repeat reload_file config_save_dir
            tmp_config_directory data_use_instance umask iproute_usr_dir iproute_etc_dir json_version
            json_dump_file state_dump_file stats_dump_file snmp_socket enable_snmp_vrrp
            enable_snmp_keepalived enable_snmp_checker enable_snmp_rfc enable_snmp_rfcv2
            enable_snmp_rfcv3 enable_traps snmp_vs_stats_update_interval snmp_rs_stats_update_interval
            enable_dbus dbus_service_name dbus_no_interface_name
            """;

    private GlobalWords() {}
}
