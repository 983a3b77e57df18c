package io.keepsake.simulator.fault;

import io.keepsake.core.value.Ip;
import io.keepsake.world.Machine;
import io.keepsake.world.SeededRandom;
import io.keepsake.world.TrackedProcesses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The {@code keepalived.conf} of every machine of one world: alike where the protocol demands it, else as luck has it. */
final class ConfigText {
    private static final long DELAYS = 7;
    private static final long STATICS = 8;
    private final SeededRandom random;
    private final int nodes;
    private final String advertInt;
    private final StringBuilder[] texts;
    private int scripts;

    /** How many of the first instances are in a sync group on every machine; 0 for no group. */
    private int grouped;

    /** Their priorities: who is the better one is so for every member, or no group could ever settle. */
    private List<Integer> ofGroup = List.of();

    private ConfigText(SeededRandom random, int nodes, String advertInt) {
        this.random = random;
        this.nodes = nodes;
        this.advertInt = advertInt;
        texts = IntStream.range(0, nodes).mapToObj(_ -> new StringBuilder()).toArray(StringBuilder[]::new);
    }

    /**
     * The texts; what the setup leaves open is as luck has it.
     */
    static List<String> of(SeededRandom random, int nodes, Setup setup) {
        var made = new ConfigText(random, nodes, setup.advertInt());
        int instances = setup.instances();
        for (var text : made.texts) {
            if (random.chance(80)) {
                text.append("global_defs { ")
                        .append(random.any("vrrp_startup_delay ", "vrrp_startup_delay ", "vrrp_delay_after_boot "))
                        .append(random.from(1, 4))
                        .append(" }\n");
            }
        }
        for (var text : made.texts) {
            text.append("track_file load {\n    file /run/load\n}\n");
            text.append("vrrp_track_process proxy {\n    process haproxy\n");
            text.append("    quorum ")
                    .append(random.from(1, TrackedProcesses.ENOUGH))
                    .append('\n');
            text.append(random.chance(300) ? "    quorum_max 3\n" : "");
            text.append("    fork_delay ")
                    .append(random.any("0", "0", "1", "5"))
                    .append('\n');
            text.append("    terminate_delay ")
                    .append(random.any("0", "0", "2"))
                    .append("\n}\n");
        }
        var delays = random.of(DELAYS); // of its own: other worlds stay what they were
        for (var text : made.texts) {
            if (delays.chance(150)) {
                text.append("interface_up_down_delays {\n    eth0 ")
                        .append(delays.any("0", "0.3", "0.9", "1.5"))
                        .append(delays.any("", " 0", " 0.5", " 1.8"))
                        .append("\n    eth1 ")
                        .append(delays.any("0.4", "2", "5"))
                        .append("\n}\n");
            }
        }
        var statics = random.of(STATICS);
        if (statics.chance(150)) {
            // the loss of their link is a fault of the members
            for (var text : made.texts) {
                text.append("track_group T {\n    group {\n        VI_1\n    }\n}\n")
                        .append("static_ipaddress {\n    10.7.0.1/24 dev eth1")
                        .append(statics.any("", " track_group T"))
                        .append("\n}\nstatic_routes {\n    10.8.0.0/16 dev eth1 track_group T\n}\n");
            }
        }
        int count = instances > 0 ? instances : random.any(1, 1, 1, 1, 2, 3);
        if (count > 1 && random.chance(500)) {
            made.group(random.from(2, count));
        }
        for (int i = 0; i < count; i++) {
            made.instance(i);
        }
        if (instances == 0 && random.chance(30)) {
            made.twins(random.below(nodes));
        }
        if (instances == 0 && random.chance(60)) {
            made.sameVridElsewhere();
        }
        return Arrays.stream(made.texts)
                .map(text -> silent(random, text.toString()))
                .toList();
    }

    /** Now and then a machine accepts no packets to its addresses, or not to those of its first instance. */
    private static String silent(SeededRandom random, String text) {
        var line = "    interface eth0\n";
        return switch (random.below(8)) {
            case 0 -> text.replace(line, line + "    no_accept\n");
            case 1 -> text.replaceFirst(line, line + "    no_accept\n");
            default -> text;
        };
    }

    /** The first instances are master together, on every machine. */
    private void group(int members) {
        grouped = members;
        ofGroup = priorities();
        for (int node = 0; node < nodes; node++) {
            var text = texts[node];
            var lines = new ArrayList<String>();
            lines.add("group {");
            IntStream.range(0, members).forEach(i -> lines.add("    VI_" + (i + 1)));
            lines.add("}");
            perhaps(lines, 100, "track_interface { eth1" + weight() + " }");
            if (random.chance(60)) {
                lines.add("track_file { load" + fileWeight() + " }");
            }
            perhaps(lines, 60, "track_process { proxy" + weight() + " }");
            if (random.chance(100)) {
                lines.add("track_script { " + script(node) + " }");
            }
            perhaps(lines, 300, "notify /bin/any");
            text.append("vrrp_sync_group G {\n");
            lines.forEach(line -> text.append("    ").append(line).append('\n'));
            text.append("}\n");
        }
    }

    /** A virtual address. */
    static Ip virtual(int instance, int place) {
        return Ip.v4(0x0a00_0064 + 10 * instance + place);
    }

    /** One VRID on one link, told apart by the group. */
    private void sameVridElsewhere() {
        for (int node = 0; node < nodes; node++) {
            write(
                    node,
                    "VI_GROUP",
                    List.of(
                            "interface eth0",
                            "virtual_router_id 51",
                            "version " + 2,
                            "mcast_dst_ip 224.0.0.200",
                            "priority " + (100 + 10 * node),
                            "virtual_ipaddress { " + virtual(8, 0) + " }"));
        }
    }

    /** Over either link; the loss of the second is a fault where it is tracked. */
    private static String routes(int number, boolean tracked) {
        return "10.1" + number + ".0.0/16 via 10.0.0.9 dev eth0\n    10.2" + number + ".0.0/16 dev eth1"
                + (tracked ? "" : " no_track") + "\n    blackhole 10.3" + number + ".0.0/16";
    }

    /** How an address stands: its broadcast, scope, label and peer, behind the address itself. */
    static String form(SeededRandom random) {
        return random.any(
                "",
                " peer 10.0.9.1",
                " label eth0:" + random.from(1, 3),
                " brd 10.0.0.255",
                " scope link",
                " label eth0:9 scope site");
    }

    /** Addresses on the other link, and none that is counted of the link there. */
    private String elsewhere(int number) {
        var untracked = random.chance(300) ? " no_track" : "";
        return random.chance(120) ? "\n    192.168.1." + (101 + number) + "/24 dev eth1" + untracked : "";
    }

    /** Every address of an instance: now and then one that a machine has as its own. */
    private String addressesOf(int number) {
        if (number >= grouped && random.chance(70)) {
            return Machine.addressOf(random.below(nodes)) + (random.chance(300) ? "/24" : "");
        }
        var plain = addresses(number, random.any(1, 1, 2, 4));
        return (random.chance(400) ? plain + form(random) : plain) + elsewhere(number);
    }

    /** What all machines must agree on. */
    private void instance(int number) {
        boolean version3 = random.chance(500);
        boolean ipv6 = version3 && random.chance(250);
        var common = new ArrayList<String>();
        common.add("interface eth0");
        common.add("virtual_router_id " + (51 + number));
        common.add("version " + (version3 ? 3 : 2));
        var interval = version3 ? random.any("0.1", "0.5", "1", "1", "3") : random.any("1", "1", "1", "2");
        boolean sameInterval = !version3 || random.chance(800);
        var virtual = ipv6 ? addresses6(number) : addressesOf(number);
        common.add("virtual_ipaddress {\n    " + virtual + "\n    }");
        if (random.chance(100)) {
            common.add("virtual_ipaddress_excluded { " + virtual(number, 5) + " }");
        }
        boolean tracksRoutes = random.of(STATICS).chance(300);
        if (number % 2 == 1) {
            common.add("virtual_routes {\n    " + routes(number, tracksRoutes) + "\n    }");
            common.add("virtual_rules {\n    from 10." + number + ".0.0/16 table 100 preference " + (100 + number)
                    + "\n    }");
        }
        boolean unicast = random.chance(200);
        var priorities = number < grouped ? ofGroup : priorities();
        ownAddress(virtual, priorities);
        for (int node = 0; node < nodes; node++) {
            var own = new ArrayList<>(common);
            var luck = sameInterval ? interval : random.any("0.2", "1", "2");
            own.add("advert_int " + (advertInt.isEmpty() ? luck : advertInt));
            if (unicast) {
                own.add("unicast_peer {\n    " + others(node, ipv6) + "\n    }");
            }
            own(node, own, priorities.get(node));
            source(node, own, unicast, ipv6);
            if (priorities.get(node) == 255 && Collections.frequency(priorities, 255) == 1) {
                perhaps(own, 200, "owner_ignore_adverts");
            }
            write(node, "VI_" + (number + 1), own);
        }
    }

    /** Who has the address as its own is its owner, or is configured like any other. */
    private void ownAddress(String virtual, List<Integer> priorities) {
        for (int node = 0; node < nodes; node++) {
            var own = Machine.addressOf(node).toString();
            if (virtual.equals(own + "/24") || virtual.equals(own) && random.chance(600)) {
                Collections.replaceAll(priorities, 255, 200);
                priorities.set(node, 255);
            }
        }
    }

    /** Of IPv6, with a link-local one first, as the RFC has it, or without one, as people have it. */
    private String addresses6(int number) {
        var global = IntStream.range(0, random.any(1, 1, 2))
                .mapToObj(i -> "fd00::" + (number + 1) + ":" + (i + 1) + random.any("", "/64"))
                .collect(Collectors.joining("\n    "));
        return random.chance(700) ? "fe80::" + (number + 1) + ":1\n    " + global : global;
    }

    private static String addresses(int number, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> virtual(number, i).toString())
                .collect(Collectors.joining("\n    "));
    }

    private String others(int node, boolean ipv6) {
        return IntStream.range(0, nodes)
                .filter(i -> i != node)
                .mapToObj(i -> (ipv6 ? Machine.linkLocalOf(i) : Machine.addressOf(i)).toString())
                .collect(Collectors.joining("\n    "));
    }

    /** Mostly different ones, sometimes equal ones, sometimes an owner or two. */
    private List<Integer> priorities() {
        var drawn = new ArrayList<Integer>();
        int style = random.below(10);
        for (int node = 0; node < nodes; node++) {
            drawn.add(
                    switch (style) {
                        case 0, 1 -> 100;
                        case 2 -> node == 0 ? 255 : random.from(1, 254);
                        case 3 -> node < 2 ? 255 : 100;
                        case 4 -> random.any(99, 100, 100);
                        default -> 50 + 40 * ((node + style) % nodes) + random.below(20);
                    });
        }
        return drawn;
    }

    /** What each machine may have otherwise. */
    private void own(int node, List<String> lines, int priority) {
        lines.add("priority " + priority);
        if (priority == 255) {
            lines.add("state " + random.any("MASTER", "MASTER", "BACKUP"));
        } else if (random.chance(200)) {
            lines.add("nopreempt");
            perhaps(lines, 700, "timer_expired_backup " + random.any(254, 100));
        } else if (random.chance(150)) {
            lines.add("preempt_delay " + random.from(1, 10));
        }
        perhaps(lines, 100, "down_timer_adverts " + random.from(1, 5));
        perhaps(lines, 100, "lower_prio_no_advert");
        perhaps(lines, 100, "higher_prio_send_advert false");
        int refresh = random.from(0, 10);
        if (random.chance(100)) {
            lines.add("garp_master_refresh " + refresh);
            lines.add("garp_extra_if all " + (10 - refresh));
            if (refresh > 3) {
                lines.add("promote_secondaries");
            }
        }
        perhaps(lines, 100, "garp_master_delay " + random.from(0, 2));
        perhaps(lines, 100, "garp_lower_prio_repeat " + random.from(0, 2));
        perhaps(lines, 100, "garp_lower_prio_delay " + random.from(0, 2));
        perhaps(lines, 300, "check_unicast_src");
        perhaps(lines, 60, "track_interface { eth1" + weight() + " }");
        if (random.chance(80)) {
            lines.add("track_script { " + script(node) + " }");
        }
        if (random.chance(60)) {
            lines.add("track_file { load" + fileWeight() + " }");
        }
        perhaps(lines, 60, "track_process { proxy" + weight() + " }");
        if (random.chance(150)) {
            lines.add("notify /bin/any");
            perhaps(lines, 300, "notify_master /bin/master");
            perhaps(lines, 300, "notify_fault /bin/fault");
            perhaps(lines, 300, "notify_master_rx_lower_pri /bin/lower");
        }
    }

    /** The address that adverts come from, which may be watched. */
    private void source(int node, List<String> lines, boolean unicast, boolean ipv6) {
        if (random.chance(100)) {
            var own = ipv6 ? Machine.linkLocalOf(node) : Machine.addressOf(node);
            lines.add((unicast ? "unicast_src_ip " : "mcast_src_ip ") + own);
            perhaps(lines, 700, "track_src_ip");
        }
    }

    /** A script of this machine, which runs every second or so. */
    private String script(int node) {
        var name = "chk" + ++scripts;
        texts[node]
                .append("vrrp_script ")
                .append(name)
                .append(" {\n    script \"/bin/")
                .append(name)
                .append("\"\n");
        texts[node].append("    interval ").append(random.any("0.5", "1", "2")).append('\n');
        texts[node].append("    rise ").append(random.from(1, 3)).append('\n');
        texts[node].append("    fall ").append(random.from(1, 3)).append('\n');
        texts[node].append(random.chance(200) ? "    init_fail\n}\n" : "}\n");
        return name + weight();
    }

    /** None, which makes a fault, or one that can change the order of two machines. */
    private String weight() {
        var weight = random.chance(500) ? " weight " + random.any(-100, -20, -1, 1, 20, 100, 253) : "";
        return weight + (random.chance(100) ? " reverse" : "");
    }

    /** What the number in a file is multiplied by. */
    private String fileWeight() {
        return random.any("", " weight 0", " weight 2", " weight -5") + (random.chance(200) ? " reverse" : "");
    }

    private void perhaps(List<String> lines, int perMille, String line) {
        if (random.chance(perMille)) {
            lines.add(line);
        }
    }

    /** Two instances with one VRID: both stay in FAULT, and disturb nobody. */
    private void twins(int node) {
        for (int i = 0; i < 2; i++) {
            write(
                    node,
                    "VI_TWIN" + i,
                    List.of("interface eth0", "virtual_router_id 99", "virtual_ipaddress { " + virtual(9, i) + " }"));
        }
    }

    private void write(int node, String name, List<String> lines) {
        texts[node].append("vrrp_instance ").append(name).append(" {\n");
        lines.forEach(line -> texts[node].append("    ").append(line).append('\n'));
        texts[node].append("}\n");
    }
}
