package io.keepsake.replay.export;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.JournalEvent.RecordingGap;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.Fields;
import io.keepsake.core.value.Role;
import io.keepsake.history.cluster.MergedTurns.Placed;
import io.keepsake.history.json.Json;
import io.keepsake.history.show.Counted;
import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalItem.Unknown;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trace in the JSON form of Chrome's trace events, which Perfetto opens: a process for each node, in it a track for each
 * instance with its roles as slices, its decisions as instants and its priority as a counter, and a track for its adverts,
 * with an arrow from where one was sent to where it was heard.
 */
public final class PerfettoForm implements Form {
    private static final int SENT_MAX = 1 << 16;
    /** No IPv4 identification comes twice within so long, from one that sends an advert each 10 ms. */
    private static final long UNDER_WAY_NANOS = 60_000_000_000L;

    private record Lane(String node, String instance) {}

    private record SentAdvert(String source, int vrid, int id) {}

    private record Arrow(long id, long place) {}

    private final OutputStream out;
    private final long begin;
    private final Map<String, Integer> nodes = new LinkedHashMap<>();
    private final Map<Lane, Integer> lanes = new LinkedHashMap<>();
    private final Map<Lane, Role> roles = new LinkedHashMap<>();
    private final Map<SentAdvert, Arrow> arrows = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SentAdvert, Arrow> eldest) {
            return size() > SENT_MAX;
        }
    };
    private final Map<Lane, Long> ends = new HashMap<>();
    private long lastPlace;
    private long arrowCount;
    private long count;
    private boolean inside;

    /** @param begin nanoseconds since 1970 that are 0 in the trace */
    public PerfettoForm(OutputStream out, long begin, String when) throws IOException {
        this.out = out;
        this.begin = begin;
        this.lastPlace = begin;
        write("{\"displayTimeUnit\":\"ns\",\"otherData\":"
                + new Json()
                        .open()
                        .member("writer", "keepsake replay")
                        .member("begins", when)
                        .close()
                + ",\"traceEvents\":[\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One event: its name, phase, place and what is special to the phase. */
    private final class Event {
        final Json json = new Json().open();

        Event(String name, String phase, long place, int process, int track) {
            json.member("name", name).member("ph", phase);
            json.name("ts").raw(micros(place - begin));
            json.member("pid", process).member("tid", track);
        }

        Event with(String name, String value) {
            json.member(name, value);
            return this;
        }

        void end() throws IOException {
            write((count == 0 ? "" : ",\n") + json.close());
            count++;
        }

        void text(String text) throws IOException {
            json.name("args").open().member("event", text).close();
            end();
        }
    }

    private static String micros(long nanos) {
        return BigDecimal.valueOf(nanos, 3).stripTrailingZeros().toPlainString();
    }

    @Override
    public void before(Placed placed) {
        if (placed.item() instanceof TurnRead read) {
            follow(placed.node(), read.turn());
        } else if (placed.item() instanceof RunStarted || isMissing(placed)) {
            roles.keySet().removeIf(lane -> lane.node().equals(placed.node()));
        }
    }

    private static boolean isMissing(Placed placed) {
        return placed.item() instanceof Damaged || placed.item() instanceof Unknown;
    }

    /** Which roles there are after a turn, where nothing is drawn yet. */
    private void follow(String node, Turn turn) {
        recall(node, turn);
        for (var decision : turn.decisions()) {
            if (decision instanceof Decision.OfInstance of && roleAfter(decision) != null) {
                roles.put(new Lane(node, of.instance().value()), roleAfter(decision));
            }
        }
    }

    private void recall(String node, Turn turn) {
        if (turn.recorded().event() instanceof Checkpoint checkpoint
                && roles.keySet().stream().noneMatch(lane -> lane.node().equals(node))) {
            var vrrp = NodeState.of(checkpoint).vrrp();
            if (vrrp != null) {
                vrrp.config()
                        .instances()
                        .forEach(i -> roles.put(
                                new Lane(node, i.name().value()),
                                vrrp.state(i.name()).role()));
            }
        }
    }

    private static @Nullable Role roleAfter(Decision decision) {
        return switch (decision) {
            case Decision.BecameMaster _ -> Role.MASTER;
            case Decision.BecameBackup _ -> Role.BACKUP;
            case Decision.BecameFault _ -> Role.FAULT;
            case Decision.BecameStopped _ -> Role.INIT;
            default -> null;
        };
    }

    @Override
    public void take(Placed placed) throws IOException {
        if (!inside) {
            inside = true;
            for (var each : Map.copyOf(roles).entrySet().stream()
                    .sorted((a, b) -> a.getKey().toString().compareTo(b.getKey().toString()))
                    .toList()) {
                slice(each.getKey(), each.getValue(), Math.max(begin, lastPlace));
            }
        }
        lastPlace = Math.max(lastPlace, placed.place());
        switch (placed.item()) {
            case TurnRead(var run, var turn) -> turn(placed, run, turn);
            case RunStarted started -> {
                endSlices(placed.node(), placed.place());
                instant(placed, "run " + started.run(), "version " + started.version());
            }
            case Damaged damaged -> missing(placed, "damage: " + damaged.what());
            case Unknown unknown -> missing(placed, "a turn of another version: " + unknown.kind());
        }
    }

    private void missing(Placed placed, String what) throws IOException {
        endSlices(placed.node(), placed.place());
        instant(placed, "MISSING", what);
    }

    private void instant(Placed placed, String name, String text) throws IOException {
        new Event(name, "i", placed.place(), process(placed.node()), 0)
                .with("s", "p")
                .text(text);
    }

    private void turn(Placed placed, long run, Turn turn) throws IOException {
        var event = turn.recorded().event();
        if (event instanceof RecordingGap gap) {
            missing(placed, "not recorded: " + gap.reason());
        }
        if (event instanceof Checkpoint) {
            var known = Map.copyOf(roles);
            recall(placed.node(), turn);
            for (var lane :
                    roles.keySet().stream().filter(l -> !known.containsKey(l)).toList()) {
                slice(lane, roles.get(lane), placed.place());
            }
        }
        if (event instanceof ConfigAccepted accepted) {
            for (var each : accepted.config().instances()) {
                priority(
                        new Lane(placed.node(), each.name().value()),
                        each.priority().value(),
                        placed.place());
            }
        }
        if (event instanceof AdvertReceived heard) {
            heard(placed, run, turn, heard);
        }
        for (int i = 0; i < turn.decisions().size(); i++) {
            decided(
                    placed,
                    run + "#" + turn.decisionIndex(i) + " ",
                    turn.decisions().get(i));
        }
        for (int i = 0; i < turn.effects().size(); i++) {
            if (turn.effects().get(i) instanceof SendAdvert sent) {
                sent(placed, run, turn.effectIndex(i), sent);
            }
        }
    }

    private void decided(Placed placed, String cite, Decision decision) throws IOException {
        if (!(decision instanceof Decision.OfInstance of)) {
            instant(placed, Fields.kind(decision), cite + EventText.print(decision));
            return;
        }
        var lane = new Lane(placed.node(), of.instance().value());
        int track = track(lane);
        var role = roleAfter(decision);
        if (role != null) {
            endSlice(lane, placed.place());
            slice(lane, role, placed.place());
        }
        new Event(Fields.kind(decision), "i", placed.place(), process(placed.node()), track)
                .with("s", "t")
                .text(cite + EventText.print(decision));
        if (decision instanceof Decision.PriorityChanged changed) {
            priority(lane, changed.to().value(), placed.place());
        }
    }

    private void priority(Lane lane, int value, long place) throws IOException {
        var event = new Event("priority of " + lane.instance(), "C", place, process(lane.node()), track(lane));
        event.json.name("args").open().member("priority", value).close();
        event.end();
    }

    private void slice(Lane lane, @Nullable Role role, long place) throws IOException {
        if (role == null || role == Role.INIT) {
            roles.remove(lane);
            return;
        }
        int track = track(lane);
        roles.put(lane, role);
        new Event(role.name(), "B", place, process(lane.node()), track).end();
    }

    private void endSlice(Lane lane, long place) throws IOException {
        if (roles.remove(lane) != null) {
            new Event("", "E", place, process(lane.node()), track(lane)).end();
        }
    }

    private void endSlices(String node, long place) throws IOException {
        for (var lane :
                roles.keySet().stream().filter(l -> l.node().equals(node)).toList()) {
            endSlice(lane, place);
        }
    }

    private void sent(Placed placed, long run, long index, SendAdvert sent) throws IOException {
        var lane = new Lane(placed.node(), sent.instance().value());
        long id = ++arrowCount;
        advert(
                lane,
                placed.place(),
                "sent " + sent.advert().priority().value(),
                run + "#" + index + " " + EventText.print(sent));
        arrow("s", lane, placed.place(), id);
        arrows.put(
                new SentAdvert(sent.source().toString(), sent.advert().vrid().value(), AdvertReceived.idOf(index)),
                new Arrow(id, placed.place()));
    }

    private void heard(Placed placed, long run, Turn turn, AdvertReceived heard) throws IOException {
        var lane = new Lane(placed.node(), heard.instance().value());
        advert(
                lane,
                placed.place(),
                "heard " + heard.advert().priority().value(),
                run + "#" + turn.recorded().index() + " " + EventText.print(heard));
        var arrow = arrows.get(
                new SentAdvert(heard.source().toString(), heard.advert().vrid().value(), heard.id()));
        if (arrow != null && heard.id() != 0 && placed.place() - arrow.place() < UNDER_WAY_NANOS) {
            arrow("f", lane, placed.place(), arrow.id());
        }
    }

    /** A slice of no more than a microsecond: arrows begin and end at slices. */
    private void advert(Lane lane, long place, String name, String text) throws IOException {
        var event = new Event(name, "X", place, process(lane.node()), track(lane) + 1);
        long free = ends.getOrDefault(lane, Long.MIN_VALUE);
        event.json.member("dur", place < free ? 0 : 1);
        ends.put(lane, place + 1_000);
        event.text(text);
    }

    private void arrow(String phase, Lane lane, long place, long id) throws IOException {
        var event = new Event("advert", phase, place, process(lane.node()), track(lane) + 1).with("cat", "advert");
        event.json.member("id", id);
        (phase.equals("f") ? event.with("bp", "e") : event).end();
    }

    private int process(String node) throws IOException {
        var known = nodes.get(node);
        if (known != null) {
            return known;
        }
        nodes.put(node, nodes.size() + 1);
        name("process_name", nodes.size(), 0, node);
        return nodes.size();
    }

    /** The track of the roles; the next one is that of the adverts. */
    private int track(Lane lane) throws IOException {
        var known = lanes.get(lane);
        if (known != null) {
            return known;
        }
        int track = 2 * lanes.size() + 1;
        lanes.put(lane, track);
        name("thread_name", process(lane.node()), track, lane.instance());
        name("thread_name", process(lane.node()), track + 1, lane.instance() + " adverts");
        return track;
    }

    private void name(String what, int process, int track, String name) throws IOException {
        var event = new Event(what, "M", begin, process, track);
        event.json.name("args").open().member("name", name).close();
        event.end();
    }

    @Override
    public String end() throws IOException {
        for (var node : nodes.keySet()) {
            endSlices(node, lastPlace);
        }
        write("\n]}\n");
        return Counted.of(count, "trace event");
    }
}
