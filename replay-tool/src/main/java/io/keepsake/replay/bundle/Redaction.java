package io.keepsake.replay.bundle;

import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.JournalEvent.Heartbeat;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.text.ConfigFields;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.Fields;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.value.Ip;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes turns into such as strangers may see; the same over all journals of a bundle. Order, times and structure stay. */
final class Redaction {
    private static final Pattern VALUE =
            Pattern.compile("(?<name>\\w+)=(?<value>\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\\[\\]{}\"]+)");

    /** Of the lines of a state, fields with text that came from outside. */
    private static final Set<String> FOREIGN = Set.of("why", "detail", "reason", "output", "error", "by", "boot");

    private static final String OURS = "#\\d+|[A-Z0-9+_]+|never|-";

    /** What may stand in the text of a configuration as it is; of all other keywords the rest of the line goes. */
    private static final Set<String> SHOWN = Set.of(
            "vrrp_instance",
            "vrrp_sync_group",
            "vrrp_script",
            "vrrp_track_file",
            "vrrp_track_process",
            "virtual_server",
            "virtual_server_group",
            "real_server",
            "sorry_server",
            "global_defs",
            "group",
            "track_script",
            "track_interface",
            "track_file",
            "track_process",
            "virtual_ipaddress",
            "virtual_ipaddress_excluded",
            "virtual_routes",
            "authentication",
            "unicast_peer",
            "interface",
            "state",
            "virtual_router_id",
            "priority",
            "advert_int",
            "version",
            "nopreempt",
            "preempt_delay",
            "mcast_src_ip",
            "unicast_src_ip",
            "mcast_dst_ip",
            "vrrp_mcast_group4",
            "garp_master_delay",
            "garp_master_repeat",
            "garp_master_refresh",
            "garp_master_refresh_repeat",
            "garp_lower_prio_delay",
            "garp_lower_prio_repeat",
            "garp_interval",
            "vrrp_version",
            "vrrp_startup_delay",
            "weight",
            "interval",
            "rise",
            "fall",
            "timeout",
            "init_fail",
            "delay_loop",
            "lb_algo",
            "lvs_sched",
            "lb_kind",
            "lvs_method",
            "persistence_timeout",
            "persistence_granularity",
            "protocol",
            "quorum",
            "hysteresis",
            "alpha",
            "omega",
            "inhibit_on_failure",
            "ha_suspend",
            "retry",
            "delay_before_retry",
            "connect_timeout",
            "connect_port",
            "warmup",
            "TCP_CHECK",
            "HTTP_GET",
            "SSL_GET",
            "SMTP_CHECK",
            "DNS_CHECK",
            "MISC_CHECK",
            "UDP_CHECK",
            "PING_CHECK",
            "FILE_CHECK",
            "url",
            "status_code",
            "auth_type",
            "down_timer_adverts",
            "dont_track_primary",
            "accept",
            "no_accept",
            "strict_mode",
            "native_ipv6",
            "use_vmac",
            "notify_fifo",
            "no_handover",
            "}",
            "{");

    private final Pseudonyms addresses = new Pseudonyms();
    private final Map<String, String> words = new HashMap<>();

    /** Takes notice of the addresses in a turn; all turns are shown before any is redacted. */
    void see(Turn turn) {
        addresses.see(EventText.print(turn.recorded().event()));
        turn.decisions().forEach(d -> addresses.see(EventText.print(d)));
        turn.effects().forEach(e -> addresses.see(EventText.print(e)));
    }

    Ip ip(Ip real) {
        return Ip.parse(in(real.toString()));
    }

    /** A text with other addresses. */
    String in(String text) {
        return addresses.in(text);
    }

    /** Another word for a text, of the form that the field wants. */
    String word(String name, String text) {
        if (text.isEmpty()) {
            return text;
        }
        int number = words.computeIfAbsent(text, _ -> Integer.toString(words.size() + 1))
                .length();
        var id = words.get(text);
        return switch (name) {
            case "md5" -> "0".repeat(32 - number) + id;
            case "path", "pattern" -> "/text-" + id;
            case "word" -> (text.startsWith("/") ? "/text-" : "text-") + id;
            default -> "text-" + id;
        };
    }

    /** The text of a configuration: its structure and numbers, and nothing that may be a secret. */
    String config(String text) {
        return text.lines()
                .map(line -> {
                    var bare = line.strip();
                    var words = List.of(bare.split("\\s+", 2));
                    boolean shown = bare.isEmpty()
                            || SHOWN.contains(words.getFirst())
                            || words.getFirst().matches("[0-9a-fA-F.:]+(/\\d+)?(-\\d+)?");
                    var opens = bare.endsWith("{") ? " {" : "";
                    var indent = line.substring(
                            0, line.length() - line.stripLeading().length());
                    return shown
                            ? in(comment(line))
                            : bare.startsWith("#") || bare.startsWith("!")
                                    ? ""
                                    : indent + words.getFirst().replaceAll("[^a-z0-9_}{A-Z]", "") + " ***" + opens;
                })
                .collect(Collectors.joining("\n"));
    }

    /** Without a comment. */
    private static String comment(String line) {
        return line.replaceFirst("\\s*[#!].*$", "");
    }

    Event event(Event event) {
        var sink = new TextSink(Fields.kind(event));
        Fields.writeEvent(event, new RedactingSink(sink, this, Fields.kind(event)));
        return EventText.parseEvent(sink.toString());
    }

    private Effect effect(Effect effect) {
        var sink = new TextSink(Fields.kind(effect));
        Fields.writeEffect(effect, new RedactingSink(sink, this, Fields.kind(effect)));
        return EventText.parseEffect(sink.toString());
    }

    private Checkpoint checkpoint(Checkpoint checkpoint) {
        var vrrp = NodeState.of(checkpoint).vrrp();
        if (vrrp != null) {
            learn(vrrp.config());
        }
        var lines = checkpoint.state().stream().map(this::stateLine).toList();
        return new Checkpoint(lines, NodeState.fingerprint(lines));
    }

    /** Free text of a configuration gets its other words, by which it is found in the lines of a state. */
    private void learn(ControllerConfig config) {
        ConfigFields.writeConfig(config, new RedactingSink(new TextSink("Config"), this, "Config"));
    }

    private String stateLine(String line) {
        return in(VALUE.matcher(line).replaceAll(found -> {
            var name = found.group("name");
            var written = found.group("value");
            var value = written.startsWith("\"") ? unquoted(written) : written;
            boolean foreign = words.containsKey(value) && !written.matches(OURS)
                    || FOREIGN.contains(name) && !written.matches(OURS) && !followedByBrace(line, found.end());
            return Matcher.quoteReplacement(name + "=" + (foreign ? word(name, value) : written));
        }));
    }

    private static boolean followedByBrace(String line, int at) {
        return at < line.length() && line.charAt(at) == '{';
    }

    private static String unquoted(String written) {
        return written.substring(1, written.length() - 1)
                .replace("\\\"", "\"")
                .replace("\\n", "\n")
                .replace("\\\\", "\\");
    }

    /** The turns of one run after another. */
    final class Run {
        private @Nullable NodeState state;

        /** @param whole whether it is there from its beginning */
        void begin(boolean whole) {
            state = whole ? NodeState.INITIAL : null;
        }

        /** Something is missing before the next turn. */
        void lost() {
            state = null;
        }

        /**
         * The next turn. Where the state is known, the core decides anew, from what strangers see: so it verifies as the
         * real one does.
         */
        Turn turn(Turn turn) {
            var recorded = turn.recorded();
            var known = state;
            var event =
                    switch (recorded.event()) {
                        case Checkpoint checkpoint -> known == null ? checkpoint(checkpoint) : known.checkpoint();
                        case Heartbeat beat -> new Heartbeat(Heartbeat.NOT_TAKEN, beat.dropped(), beat.lateNanos());
                        case Event other -> event(other);
                    };
            var other = new Recorded(recorded.index(), recorded.at(), recorded.wall(), event);
            if (known == null) {
                state = event instanceof Checkpoint checkpoint ? NodeState.of(checkpoint) : null;
                return plain(turn, other);
            }
            var reduced = NodeReducer.reduce(known, other);
            state = reduced.next();
            return sameKinds(turn, reduced.turn()) ? reduced.turn() : plain(turn, other);
        }

        private Turn plain(Turn turn, Recorded other) {
            return new Turn(
                    other,
                    turn.decisions().stream().map(d -> (Decision) event(d)).toList(),
                    turn.effects().stream().map(Redaction.this::effect).toList());
        }

        private static boolean sameKinds(Turn one, Turn other) {
            return kinds(one).equals(kinds(other));
        }

        private static String kinds(Turn turn) {
            return turn.decisions().stream().map(Fields::kind).collect(Collectors.joining(",")) + ";"
                    + turn.effects().stream().map(Fields::kind).collect(Collectors.joining(","));
        }
    }
}
