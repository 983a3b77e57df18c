package io.keepsake.core.vrrp;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.event.Hold;
import io.keepsake.core.text.FieldSink;
import io.keepsake.core.text.FieldSource;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.text.ValueFields;
import io.keepsake.core.text.WhyFields;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.vrrp.VrrpState.Backup;
import io.keepsake.core.vrrp.VrrpState.Fault;
import io.keepsake.core.vrrp.VrrpState.Followed;
import io.keepsake.core.vrrp.VrrpState.Init;
import io.keepsake.core.vrrp.VrrpState.Master;
import io.keepsake.core.vrrp.VrrpState.Stopped;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lines that the states of instances make in a checkpoint. */
public final class VrrpStateText {
    private static final String INIT = "Init";
    private static final String BACKUP = "Backup";
    private static final String MASTER = "Master";
    private static final String FAULT = "Fault";
    private static final String STOPPED = "Stopped";
    private static final String BEGUN = "Begun";
    private static final String HELD = "Held";

    private VrrpStateText() {}

    /** When the director began, and one line an instance, in the order of the configuration. */
    public static List<String> print(VrrpTable table) {
        var begun = new TextSink(BEGUN);
        begun.moment("at", table.begunAt());
        var names = table.config().instances().stream().map(InstanceConfig::name);
        var holds = table.holds().byInstance().entrySet().stream().map(e -> print(e.getKey(), e.getValue()));
        return Stream.of(Stream.of(begun.toString()), names.map(name -> print(name, table.state(name))), holds)
                .flatMap(lines -> lines)
                .toList();
    }

    private static String print(InstanceName held, Hold hold) {
        var out = new TextSink(HELD);
        out.name("held", held.value());
        WhyFields.HOLD.write(hold, out);
        return out.toString();
    }

    private static String print(InstanceName name, VrrpState state) {
        var out = new TextSink(
                switch (state) {
                    case Init _ -> INIT;
                    case Backup _ -> BACKUP;
                    case Master _ -> MASTER;
                    case Fault _ -> FAULT;
                    case Stopped _ -> STOPPED;
                });
        out.name("instance", name.value());
        switch (state) {
            case Init s -> {
                out.moment("start", s.startAt());
                out.flag("due", s.due());
            }
            case Backup s -> {
                WhyFields.TIMER.write(s.timer(), out);
                out.nanos("master_interval", s.interval().nanos());
                out.moment("preempt", s.preemptAt());
                out.flag("held", s.heldOwner());
                writeFollowed(s.master(), out);
                out.ips("list_told", optional(s.listTold()));
                out.moment("leaves", s.leavesUntil());
            }
            case Master s -> {
                out.moment("advert", s.nextAdvertAt());
                out.moment("second_garp", s.secondGarpAt());
                out.moment("refresh_garp", s.refreshGarpAt());
                out.moment("lower_garp", s.lowerGarpAt());
                out.moment("extra_garp", s.extraGarpAt());
                out.moment("rival", s.rivalUntil());
                out.flag("held", s.heldOwner());
                out.number("missing", s.missing());
                out.ips("list_told", optional(s.listTold()));
                out.moment("tell", s.tellAt());
            }
            case Fault s -> out.list("reasons", s.reasons(), ValueFields.FAULT);
            case Stopped s -> out.moment("holds", s.holdsUntil());
        }
        return out.toString();
    }

    private static List<Ip> optional(@Nullable Ip ip) {
        return ip == null ? List.of() : List.of(ip);
    }

    private static @Nullable Ip first(List<Ip> ips) {
        return ips.isEmpty() ? null : ips.getFirst();
    }

    private static void writeFollowed(@Nullable Followed master, FieldSink out) {
        out.list("master", master == null ? List.of() : List.of(master), (m, o) -> {
            o.ip("address", m.address());
            o.number("priority", m.priority().value());
            o.nanos("interval", m.interval().nanos());
        });
    }

    /**
     * Reads what {@link #print} wrote; lines of other kinds are passed over.
     *
     * @throws IllegalArgumentException when a line is malformed or an instance of {@code config} has none
     */
    public static VrrpTable parse(ControllerConfig config, List<String> lines) {
        var states = new HashMap<InstanceName, VrrpState>();
        var holds = new HashMap<InstanceName, Hold>();
        var begunAt = new Moment(0);
        for (var line : lines) {
            var in = TextSource.of(line);
            if (TextSource.kind(line).equals(BEGUN)) {
                begunAt = in.moment("at");
            }
            if (TextSource.kind(line).equals(HELD)) {
                holds.put(new InstanceName(in.name("held")), WhyFields.HOLD.read(in));
            }
            var state = parse(TextSource.kind(line), in);
            if (state != null) {
                states.put(ValueFields.INSTANCE.read(in), state);
            }
        }
        config.instances().stream()
                .filter(i -> !states.containsKey(i.name()))
                .findFirst()
                .ifPresent(missing -> {
                    throw new IllegalArgumentException("no line for instance " + missing.name());
                });
        return VrrpTable.of(config, begunAt, new Holds(holds), states);
    }

    private static @Nullable VrrpState parse(String kind, FieldSource in) {
        return switch (kind) {
            case INIT -> new Init(in.moment("start"), in.flag("due"));
            case BACKUP ->
                new Backup(
                        WhyFields.TIMER.read(in),
                        AdvertInterval.ofNanos(in.nanos("master_interval")),
                        readFollowed(in),
                        in.moment("preempt"),
                        in.flag("held"),
                        first(in.ips("list_told")),
                        in.later().moment("leaves"));
            case MASTER ->
                new Master(
                        in.moment("advert"),
                        in.moment("second_garp"),
                        in.moment("refresh_garp"),
                        in.moment("lower_garp"),
                        in.later().moment("extra_garp"),
                        in.moment("rival"),
                        in.flag("held"),
                        in.integer("missing"),
                        first(in.ips("list_told")),
                        in.later().moment("tell"));
            case FAULT -> new Fault(in.list("reasons", ValueFields.FAULT));
            case STOPPED -> new Stopped(in.later().moment("holds"));
            default -> null;
        };
    }

    private static @Nullable Followed readFollowed(FieldSource in) {
        var all = in.list(
                "master",
                s -> new Followed(s.ip("address"), ValueFields.priority(s, "priority"), ValueFields.INTERVAL.read(s)));
        return all.isEmpty() ? null : all.getFirst();
    }
}
