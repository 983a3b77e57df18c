package io.keepsake.simulator.fault;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.value.Ip;
import io.keepsake.testkit.scenario.Scenario;
import io.keepsake.world.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A configuration that somebody edits: one line or one block of it is another. */
public final class ConfigEdit {
    private final SeededRandom random;
    private final Ip own;
    private final List<String> lines;

    private ConfigEdit(SeededRandom random, String text, Ip own) {
        this.random = random;
        this.own = own;
        lines = new ArrayList<>(text.lines().toList());
    }

    /** A text and what it means. */
    record Written(String text, ControllerConfig config) {
        static Written of(String text) {
            return new Written(text, Scenario.parse(text));
        }
    }

    /** What every broken file begins with, so that it is known again. */
    public static final String BROKEN = "# a broken file";

    /** What a reload makes of a file that lost everything, or enough of it. */
    static OperatorEvent broken(SeededRandom random, String text) {
        int open = text.lastIndexOf('{');
        var broken = BROKEN + "\n"
                + switch (random.below(5)) {
                    case 0 -> "";
                    case 1 -> text.substring(0, open + 1 + random.below(text.lastIndexOf('}') - open));
                    case 2 -> "\u0001\u007fELF\u0002\u0001\u0003";
                    case 3 -> text.replaceAll("virtual_router_id .*", "virtual_router_id 8O");
                    default -> text.replaceAll("virtual_ipaddress \\{", "virtual_ipaddress");
                };
        return Scenario.reload(broken) instanceof OperatorEvent.ConfigAccepted accepted
                ? new OperatorEvent.ConfigAccepted(accepted.config(), broken)
                : Scenario.reload(broken);
    }

    /** The text with an owner of its own beside the other instances; null where it has that already. */
    static @Nullable Written withOneMore(String text) {
        return text.contains("VI_LATE")
                ? null
                : Written.of(text + String.join("\n", block("VI_LATE", 98, "state MASTER", "priority 255")) + "\n");
    }

    private static List<String> block(String name, int vrid, String... more) {
        var lines = new ArrayList<>(List.of(
                "vrrp_instance " + name + " {",
                "    interface eth0",
                "    virtual_router_id " + vrid,
                "    virtual_ipaddress { 10.0.0." + (vrid + 100) + " }"));
        Stream.of(more).forEach(line -> lines.add("    " + line));
        lines.add("}");
        return lines;
    }

    /** The text of the machine with this address, edited in a few places; null where the edits make no configuration. */
    static @Nullable Written of(SeededRandom random, String text, Ip own) {
        var edited = new ConfigEdit(random, text, own);
        int edits = random.from(1, 6);
        for (int i = 0; i < edits; i++) {
            edited.edit();
        }
        try {
            var written = Written.of(String.join("\n", edited.lines) + "\n");
            return written.config().instances().isEmpty() ? null : written;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private void edit() {
        switch (random.below(31)) {
            case 30 -> value("    eth0 ", random.any("0", "0.2", "0.9 0", "1.5 0.5"));
            case 0, 1 -> value("priority ", random.any("50", "100", "150", "200"));
            case 2 -> value("weight ", random.any("0", "1", "2", "5"));
            case 3 -> value("quorum ", random.any("6", "7"));
            case 4 -> value("retry ", random.any("0", "1", "4"));
            case 5 -> value("lb_algo ", random.any("rr", "wrr", "lc"));
            case 6 -> drop("    real_server ", "    }");
            case 11, 12, 13, 24, 25, 26 -> ofInstance();
            case 14, 15, 16 -> ofChecks();
            case 17, 22 -> question();
            case 27, 28 -> ofScripts();
            case 29 -> ofGroup();
            case 18, 23 -> address();
            case 19 -> addInstance();
            case 20 -> drop("            url ", "            }");
            case 21 -> alpha();
            case 10 -> value("virtual_router_id ", "300");
            case 7 -> drop("virtual_server ", "}");
            case 8 -> {
                if (lines.stream().filter(l -> l.startsWith("vrrp_instance ")).count() > 1) {
                    drop("vrrp_instance ", "}");
                }
            }
            default -> value("vrrp_instance ", "VI_RENAMED {");
        }
    }

    /** A setting of an instance, or of all of them, is another, or is not there any more. */
    private void ofInstance() {
        switch (random.below(11)) {
            case 8 ->
                setting(
                        lines.stream().anyMatch(l -> l.contains("unicast_peer")) ? "unicast_src_ip " : "mcast_src_ip ",
                        own.toString());
            case 0 -> setting("garp_master_refresh ", random.any("0", "2", "10"));
            case 1 -> setting("garp_extra_if all ", random.any("0", "2", "10"));
            case 2 -> setting("garp_master_delay ", random.any("0", "2"));
            case 3 -> setting("garp_lower_prio_delay ", random.any("0", "2"));
            case 4 -> setting("garp_lower_prio_repeat ", random.any("0", "2"));
            case 5 -> setting("preempt_delay ", random.any("0", "3", "20"));
            case 6 -> setting("down_timer_adverts ", random.any("1", "3", "5"));
            case 7 -> value("vrrp_startup_delay ", random.any("1", "4", "30"));
            case 9 -> setting("track_interface ", "{ eth1 }");
            default -> interval();
        }
    }

    /** In version 3, where nobody has to agree on it. */
    private void interval() {
        if (lines.stream().noneMatch(l -> l.strip().equals("version 2"))) {
            value("advert_int ", random.any("0.1", "0.5", "1", "2"));
        }
    }

    /** Sets a number in one instance that may not have it, or takes it out. */
    private void setting(String keyword, String value) {
        int begin = any("vrrp_instance ");
        if (begin < 0) {
            return;
        }
        int end = begin;
        while (!lines.get(end).equals("}")) {
            end++;
        }
        boolean removed = lines.subList(begin, end).removeIf(l -> l.strip().startsWith(keyword));
        boolean owner = lines.subList(begin, end - (removed ? 1 : 0)).stream()
                .anyMatch(l -> l.contains("priority 255") || l.contains("nopreempt"));
        if (!(keyword.equals("preempt_delay ") && owner) && (!removed || random.chance(600))) {
            lines.add(begin + 1, "    " + keyword + value);
        }
    }

    /** How often, how patiently and how it begins. */
    private void ofChecks() {
        switch (random.below(6)) {
            case 0, 1 -> value("delay_loop ", random.any("1", "3", "6", "20"));
            case 2 -> value("retry ", random.any("0", "2", "5"));
            case 3 -> value("delay_before_retry ", random.any("1", "3"));
            case 4 -> value("warmup ", random.any("0", "1", "3"));
            default -> value("hysteresis ", "0");
        }
    }

    /** A checker asks something else, and may just now be asking. */
    private void question() {
        switch (random.below(3)) {
            case 0 -> value("connect_port ", random.any("80", "8080"));
            case 1 -> value("path ", random.any("/a", "/c"));
            default -> value("misc_path ", random.any("/bin/check", "/bin/other"));
        }
    }

    /** A script that instances track is another command, which may just now be running, or runs otherwise. */
    private void ofScripts() {
        switch (random.below(7)) {
            case 0, 1 -> value("script ", random.any("/bin/one", "/bin/other"));
            case 2 -> value("interval ", random.any("0.5", "1", "3"));
            case 3 -> value(random.any("rise ", "fall "), random.any("1", "2", "4"));
            case 4 -> value(random.any("fork_delay ", "terminate_delay "), random.any("0", "1", "4"));
            case 5 -> value(random.any("quorum ", "file "), random.any("1", "2"));
            default -> setting("notify ", "/bin/any");
        }
    }

    /** A sync group is not there any more, or one of its members is in it no longer. */
    private void ofGroup() {
        if (random.chance(500)) {
            drop("vrrp_sync_group ", "}");
        } else {
            int at = any("group ");
            if (at >= 0) {
                lines.remove(at + 1);
            }
        }
    }

    private void alpha() {
        int at = any("delay_loop ");
        if (at >= 0 && lines.stream().noneMatch(l -> l.strip().equals("alpha"))) {
            lines.add(at + 1, "    alpha");
        } else {
            lines.removeIf(l -> l.strip().equals("alpha"));
        }
    }

    /** One virtual address stands otherwise. */
    private void address() {
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.matches("    10\\.0\\.0\\.1[0-9][0-9]( .*)?")) {
                var address = line.strip().split(" ", 2)[0];
                lines.set(i, "    " + address + ConfigText.form(random));
                return;
            }
        }
    }

    private void addInstance() {
        if (lines.stream().noneMatch(l -> l.startsWith("vrrp_instance VI_ADDED "))) {
            lines.addAll(block("VI_ADDED", 97));
        }
    }

    /** Another value behind a keyword, in one of the lines that begin with it. */
    private void value(String keyword, String value) {
        int at = any(keyword);
        if (at >= 0) {
            var line = lines.get(at);
            lines.set(at, line.substring(0, line.indexOf(keyword) + keyword.length()) + value);
        }
    }

    private int any(String keyword) {
        var found = new ArrayList<Integer>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith(keyword.strip() + " ")) {
                found.add(i);
            }
        }
        return found.isEmpty() ? -1 : found.get(random.below(found.size()));
    }

    private void drop(String begin, String end) {
        int at = any(begin);
        if (at < 0) {
            return;
        }
        int last = at;
        while (!lines.get(last).equals(end)) {
            last++;
        }
        lines.subList(at, last + 1).clear();
    }
}
