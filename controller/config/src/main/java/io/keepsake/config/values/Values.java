package io.keepsake.config.values;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the values of keywords; each null answer has been reported. The last of several equal keywords counts, of a few the first. */
public final class Values {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,10}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,9})?|\\.[0-9]{1,9}");
    private static final Pattern MARK = Pattern.compile("[0-9]{1,10}");
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    /** Keywords that keepalived passes over when their value is missing; for any other it refuses the file. */
    private static final Set<String> BARE_IS_IGNORED = Set.of(
            "router_id",
            "notification_email_from",
            "smtp_helo_name",
            "script_user",
            "notify_fifo",
            "vrrp_notify_fifo",
            "lvs_notify_fifo",
            "kernel_rx_buf_size",
            "garp_extra_if",
            "vmac_garp_intvl",
            "vrrp_garp_extra_if",
            "vrrp_vmac_garp_intvl",
            "net_namespace",
            "vrrp_priority",
            "vrrp_rt_priority",
            "vrrp_cpu_affinity",
            "virtualhost",
            "http_protocol",
            "json_version",
            "json_dump_file",
            "state_dump_file",
            "stats_dump_file");

    /** Keywords of which the first counts, and not the last: it is so in keepalived. */
    private static final Set<String> FIRST_COUNTS = Set.of(
            "state",
            "version",
            "process",
            "file",
            "notify",
            "notify_master",
            "notify_backup",
            "notify_fault",
            "notify_stop",
            "notify_deleted",
            "notify_master_rx_lower_pri",
            "notify_fifo",
            "vrrp_notify_fifo",
            "lvs_notify_fifo",
            "nftables");

    private final Problems problems;
    private final List<Node> nodes;

    public Values(Problems problems, List<Node> nodes) {
        this.problems = problems;
        this.nodes = nodes;
    }

    /** The line that counts of {@code keyword}: the last, but of some the first. */
    public @Nullable Node last(String keyword) {
        Node counts = null;
        for (var node : nodes) {
            if (node.name().equals(keyword) && (counts == null || !FIRST_COUNTS.contains(keyword))) {
                counts = node;
            }
        }
        return counts;
    }

    /** Tells of lines that do not count, since one above does. */
    public static void firstCounts(Problems problems, List<Node> nodes) {
        var seen = new HashSet<String>();
        for (var node : nodes) {
            if (FIRST_COUNTS.contains(node.name()) && !seen.add(node.name())) {
                problems.warn(
                        node.keyword().place(),
                        node.name() + " is here twice; the first counts, as in keepalived, and this is ignored",
                        "remove one of them");
            }
        }
    }

    /** The last of two names of one keyword. */
    public @Nullable Node last(String keyword, String alias) {
        Node last = null;
        for (var node : nodes) {
            last = node.name().equals(keyword) || node.name().equals(alias) ? node : last;
        }
        return last;
    }

    /** The first value of the last {@code keyword}, or null when there is none. */
    public @Nullable Token value(String keyword) {
        return first(last(keyword));
    }

    /** The first value of {@code node}, or null when there is none. */
    public @Nullable Token first(@Nullable Node node) {
        if (node == null) {
            return null;
        }
        if (node.values().isEmpty()) {
            withoutValue(node);
            return null;
        }
        return node.values().getFirst();
    }

    private void withoutValue(Node node) {
        var what = node.name() + " needs a value, has none; ";
        if (BARE_IS_IGNORED.contains(node.name())) {
            problems.warn(node.keyword().place(), what + "the line is ignored", "write the value or remove the line");
        } else {
            problems.fatal(
                    node.keyword().place(),
                    what + "the whole file is refused, as keepalived refuses it (exit 2)",
                    "write the value or remove the line");
        }
    }

    public @Nullable Integer whole(String keyword, int least, int most, String instead) {
        var value = value(keyword);
        return value == null ? null : whole(problems, keyword, value, least, most, instead);
    }

    /** The whole number that {@code value} writes, or null, unreported. */
    public static @Nullable Long whole(Token value) {
        return WHOLE.matcher(value.text()).matches() ? Long.valueOf(value.text()) : null;
    }

    /** The whole number that {@code value}, one of the words of {@code keyword}, writes. */
    public static @Nullable Integer whole(
            Problems problems, String keyword, Token value, int least, int most, String instead) {
        var number = WHOLE.matcher(value.text()).matches() ? Long.parseLong(value.text()) : Long.MIN_VALUE;
        if (number >= least && number <= most) {
            return (int) number;
        }
        outside(problems, keyword, value, least + ".." + most, instead);
        return null;
    }

    /** Seconds with a fraction, as nanoseconds. */
    public @Nullable Long nanos(String keyword, String least, String most, String instead) {
        var value = value(keyword);
        return value == null ? null : nanos(problems, keyword, value, least, most, instead);
    }

    /** Seconds with a fraction that {@code value}, one of the words of {@code keyword}, writes, as nanoseconds. */
    public static @Nullable Long nanos(
            Problems problems, String keyword, Token value, String least, String most, String instead) {
        if (DECIMAL.matcher(value.text()).matches()) {
            var seconds = new BigDecimal(value.text());
            if (seconds.compareTo(new BigDecimal(least)) >= 0 && seconds.compareTo(new BigDecimal(most)) <= 0) {
                return seconds.multiply(NANOS).longValue();
            }
        }
        outside(problems, keyword, value, least + ".." + most + " s", instead);
        return null;
    }

    private static void outside(Problems problems, String keyword, Token value, String expected, String instead) {
        problems.warn(value.place(), keyword + " must be " + expected + ", was \"" + value.text() + "\"; " + instead);
    }

    /** A flag that is on wherever it stands: keepalived looks at no value behind it. */
    public boolean bare(String keyword) {
        var node = last(keyword);
        if (node == null) {
            return false;
        }
        if (!node.values().isEmpty()) {
            var value = node.values().getFirst();
            var what = keyword + " takes no value, was \"" + value.text() + "\"; ";
            switch (value.text()) {
                case "off", "false", "no" ->
                    problems.warn(
                            value.place(),
                            what + "it is on all the same, as in keepalived",
                            "remove the line to turn it off");
                default ->
                    problems.notice(
                            keyword, value.place(), "takes no value; what stands behind it is ignored, it is on");
            }
        }
        return true;
    }

    /** A flag with a value that may be missing: no value means true. */
    public @Nullable Boolean flag(String keyword) {
        var node = last(keyword);
        if (node == null) {
            return null;
        }
        if (node.values().isEmpty()) {
            return true;
        }
        var value = node.values().getFirst();
        return switch (value.text()) {
            case "on", "true", "yes" -> true;
            case "off", "false", "no" -> false;
            default -> {
                outside(problems, keyword, value, "on, off, true, false, yes or no", "ignored");
                yield null;
            }
        };
    }

    public boolean flag(String keyword, boolean otherwise) {
        var flag = flag(keyword);
        return flag == null ? otherwise : flag;
    }

    /** A multicast address of {@code family}. */
    public @Nullable Ip group(String keyword, Family family) {
        var value = value(keyword);
        if (value == null) {
            return null;
        }
        var ip = Ip.tryParse(value.text());
        if (ip.isPresent() && ip.get().isMulticast() && ip.get().family() == family) {
            return ip.get();
        }
        outside(problems, keyword, value, "a multicast address of " + named(family), "ignored");
        return null;
    }

    /** The name of an interface, or null when the kernel could not have such an interface, which has been reported. */
    public static @Nullable InterfaceName interfaceName(Problems problems, Token name, String instead) {
        if (!InterfaceName.isValid(name.text())) {
            problems.error(
                    name.place(),
                    "an interface name has 1..15 characters and no blank, was \"" + name.text() + "\"; " + instead);
            return null;
        }
        return new InterfaceName(name.text());
    }

    /** The firewall mark, 32 bits without a sign, that {@code word} writes; null when it writes none, unreported. */
    public static @Nullable Integer mark(Token word) {
        long mark = MARK.matcher(word.text()).matches() ? Long.parseLong(word.text()) : -1;
        return mark < 0 || mark > 0xffff_ffffL ? null : Integer.valueOf((int) mark);
    }

    /** Whether the last {@code one} stands after the last {@code other}. */
    public boolean comesAfter(String one, String other) {
        var last = last(one);
        var before = last(other);
        return last != null && (before == null || nodes.indexOf(last) > nodes.indexOf(before));
    }

    /** The place to complain about {@code keyword}, or about {@code otherwise} when it does not stand there. */
    public Place placeOf(String keyword, Place otherwise) {
        var node = last(keyword);
        return node == null ? otherwise : node.keyword().place();
    }

    public static String named(Family family) {
        return family == Family.IPV4 ? "IPv4" : "IPv6";
    }
}
