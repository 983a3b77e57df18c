package io.keepsake.config.check;

import io.keepsake.config.check.servers.ServerDefaults;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.AddressListCheck;
import io.keepsake.core.config.GarpConfig;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.VrrpVersion;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what {@code global_defs} says for instances and virtual servers. */
final class GlobalsCheck {
    private static final Ip GROUP4 = Ip.parse("224.0.0.18");
    private static final Ip GROUP6 = Ip.parse("ff02::12");

    private static final String SKIP_LIST = "vrrp_skip_check_adv_addr";
    private static final Set<String> OFF = Set.of("off", "false", "no");

    private final Problems problems;
    private final Values values;

    GlobalsCheck(Problems problems, Values values) {
        this.problems = problems;
        this.values = values;
    }

    Globals globals(String hostName) {
        var routerId = values.value("router_id");
        var startup = values.nanos("vrrp_startup_delay", "0", "86400", "ignored");
        var adverts = values.whole("vrrp_down_timer_adverts", 1, 100, "stays 3");
        return new Globals(
                routerId == null ? hostName : routerId.text(),
                version(values, "vrrp_version", VrrpVersion.V2),
                or(values.group("vrrp_mcast_group4", Family.IPV4), GROUP4),
                or(group6(), GROUP6),
                startup == null ? 0 : startup,
                garp(),
                adverts == null ? 3 : adverts,
                values.flag("vrrp_lower_prio_no_advert", false),
                // keepalived says false: its clients then stay wrong when a partition heals silently
                values.flag("vrrp_higher_prio_send_advert", true),
                values.bare("vrrp_check_unicast_src"),
                listCheck(),
                // whatever its value, as keepalived has it
                values.last("v3_checksum_as_v2") != null,
                values.flag("vrrp_notify_priority_changes", false),
                values.flag("smtp_alert_vrrp", values.flag("smtp_alert", false)),
                !values.bare("no_email_faults"),
                values.flag("vrrp_owner_ignore_adverts", false),
                values.bare("vrrp_strict"),
                servers());
    }

    private ServerDefaults servers() {
        var all = values.flag("smtp_alert");
        var own = values.flag("smtp_alert_checker");
        return new ServerDefaults(own == null ? all : own, values.flag("checker_log_all_failures", false));
    }

    /** A flag without a value in keepalived; but who writes that it is off does not mean that it is on. */
    private AddressListCheck listCheck() {
        var line = values.last(SKIP_LIST);
        boolean off = line != null
                && !line.values().isEmpty()
                && OFF.contains(line.values().getFirst().text());
        return off ? AddressListCheck.DROP : values.bare(SKIP_LIST) ? AddressListCheck.SKIP : AddressListCheck.TELL;
    }

    /** Whoever has the skipping explicitly off expects an advert with another list to be dropped. */
    static AddressListCheck listCheck(Values values, String keyword, AddressListCheck otherwise) {
        var skip = values.flag(keyword);
        return skip == null ? otherwise : skip ? AddressListCheck.SKIP : AddressListCheck.DROP;
    }

    private @Nullable Ip group6() {
        var group = values.group("vrrp_mcast_group6", Family.IPV6);
        var line = values.last("vrrp_mcast_group6");
        if (group != null && !group.isOfLink() && line != null) {
            problems.warn(
                    line.keyword().place(),
                    "vrrp_mcast_group6 should be a group of the link (ff02::/16), was " + group + "; it is used");
        }
        return group;
    }

    static VrrpVersion version(Values values, String keyword, VrrpVersion otherwise) {
        var number = values.whole(keyword, 2, 3, "ignored");
        return number == null ? otherwise : number == 2 ? VrrpVersion.V2 : VrrpVersion.V3;
    }

    private static Ip or(@Nullable Ip given, Ip otherwise) {
        return given == null ? otherwise : given;
    }

    private GarpConfig garp() {
        var choices = GarpChoices.read(problems, values, "vrrp_");
        return (values.flag("vrrp_min_garp", false) ? choices.orMinimum() : choices).completed();
    }
}
