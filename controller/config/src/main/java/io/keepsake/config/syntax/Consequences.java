package io.keepsake.config.syntax;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What follows from it that a known keyword has no effect, or why it is to have none. */
public final class Consequences {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** Keywords, over as many lines as they need, and behind a colon what becomes of them. */
    private static final String TABLE = """
            track_bfd BFD_CHECK bfd_instance: no BFD session is opened, and a lost path is not noticed by it
            auth_hmac: adverts are sent and accepted without a trailer of authentication
            use_vmac use_vmac_addr use_ipvlan vmac_xmit_base vmac_prefix vmac_addr_prefix
            : addresses stand on the interface itself with its own MAC, and neighbours learn by gratuitous ARP
            vrf: the interface is used in the VRF that it is in
            nftables_ipvs nftables_ipvs_priority nftables_ipvs_start_fwmark
            : each entry of a virtual_server_group is a service of its own
            vrrp_rx_bufs_policy vrrp_rx_bufs_multiplier
            : a socket has room for 1 MiB of adverts, more than a thousand; kernel_rx_buf_size of an instance sets it
            linkbeat_use_polling linkbeat_interfaces: the kernel tells of a lost carrier at once, and is not asked
            default_interface: every address needs its interface or an instance with one
            checker_priority checker_rt_priority checker_cpu_affinity
            : checks run on threads of the same process, with the priority and the CPUs it was started with
            bfd_priority bfd_rt_priority bfd_no_swap bfd_cpu_affinity: there is no process of BFD
            vrrp_rlimit_rttime checker_rlimit_rttime bfd_rlimit_rttime vrrp_rlimit_rtime checker_rlimit_rtime
             bfd_rlimit_rtime: no limit of realtime is set: it would end the director without a goodbye
            process_names process_name vrrp_process_name checker_process_name lvs_process_name bfd_process_name
            : there is one process, named by who starts it; its threads have names of their own
            use_symlink_paths: programs are run by the path that is written
            set_supplementary_groups: programs run with the groups of their account's primary group
            disable_local_igmp: the kernel sends its IGMP reports
            vrrp_netlink_cmd_rcv_bufs vrrp_netlink_cmd_rcv_bufs_force vrrp_netlink_monitor_rcv_bufs
             vrrp_netlink_monitor_rcv_bufs_force lvs_netlink_cmd_rcv_bufs lvs_netlink_cmd_rcv_bufs_force
             lvs_netlink_monitor_rcv_bufs lvs_netlink_monitor_rcv_bufs_force process_monitor_rcv_bufs
             process_monitor_rcv_bufs_force
            : notices of the kernel that are lost are seen to be lost, and everything is read anew
            reload_time_file reload_repeat: a reload at a set time is --reload in a timer of systemd, or in at
            reload_file: a reload that reads a file while it is written is refused, and --plan=FILE tells what one would do
            config_save_dir tmp_config_directory: the journal has every configuration that was in force
            data_use_instance: dumps have the same names whatever the instance and the network namespace
            umask: files are made with the modes that docs/operations/running.md lists
            iproute_usr_dir iproute_etc_dir: names of tables and scopes are not looked up
            snmp_socket enable_snmp_vrrp enable_snmp_keepalived enable_snmp_checker enable_snmp_rfc enable_snmp_rfcv2
             enable_snmp_rfcv3 enable_traps snmp_vs_stats_update_interval snmp_rs_stats_update_interval snmp_name
            : there is no SNMP agent; the web process has metrics for Prometheus
            enable_dbus dbus_service_name dbus_no_interface_name: nothing is on D-Bus
            net_namespace_ipvs: IPVS is programmed in the namespace it was started in
            namespace_with_ipsets: there are no ipsets
            use_pid_dir: the pid file and the control socket are where -p says, for who asks knows no file
            child_wait_time: there are no children to wait for; a stop waits for its successor alone
            SSL password ca certificate key: SSL_GET shows no certificate of its own
            tls_compliant: a server that closes without the end of TLS counts as usual
            """;

    private static final Map<String, String> CONSEQUENCES = read();

    private Consequences() {}

    private static Map<String, String> read() {
        var read = new HashMap<String, String>();
        var keywords = new StringBuilder();
        for (var line : TABLE.split("\n", -1)) {
            int colon = line.indexOf(": ");
            keywords.append(' ').append(colon < 0 ? line : line.substring(0, colon));
            if (colon >= 0) {
                for (var keyword : BLANKS.split(keywords.toString().strip(), -1)) {
                    read.put(keyword, line.substring(colon + 2));
                }
                keywords.setLength(0);
            }
        }
        return Map.copyOf(read);
    }

    /** What happens although, or because, {@code keyword} is not applied. */
    public static String of(String keyword) {
        var consequence = CONSEQUENCES.get(keyword);
        if (consequence == null) {
            throw new IllegalArgumentException("no consequence is written for " + keyword);
        }
        return consequence;
    }
}
