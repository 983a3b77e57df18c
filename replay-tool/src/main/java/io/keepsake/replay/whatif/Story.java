package io.keepsake.replay.whatif;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.value.Role;
import io.keepsake.history.json.Json;
import io.keepsake.replay.whatif.Comparison.Group;
import io.keepsake.replay.whatif.Comparison.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What came of a what-if: for a gate, and for a page that shows it beside what was recorded. */
public final class Story {
    private static final long MICRO = 1_000;

    private final Outcome outcome;
    private final List<Row> rows;
    private final List<Group> groups;
    private final List<String> lines;

    /** A role that a simulated instance had. */
    private record Part(long from, long to, Role role) {}

    /**
     * @param configs as recorded, by node
     * @param lines what people are told
     */
    Story(Outcome outcome, List<Row> rows, Map<String, ControllerConfig> configs, List<String> lines) {
        this.outcome = outcome;
        this.rows = rows;
        this.groups = Comparison.groups(configs);
        this.lines = lines;
    }

    /** How many changes of role there are that the recording has not. */
    public int gained() {
        return (int) rows.stream().filter(row -> row.was() == null).count();
    }

    /**
     * An object of JSON: {@code lines} as they are told; {@code left}, where nodes leave the recording; {@code lanes} with
     * the simulated {@code spans} {@code [from, to, role]} of each instance; {@code groups} with the {@code bands} {@code
     * [from, to, ONE|NONE|TWO, nodes]} of their simulated masters; and {@code rows}, the changes of role that only one of
     * the two has. Times are microseconds since 1970.
     */
    public String json() {
        var parts = parts();
        var json = new Json().open().strings("lines", lines);
        json.objects("left", outcome.left().entrySet(), (out, each) -> {
            var left = each.getValue();
            out.member("node", each.getKey()).member("at", micros(left.place())).member("cite", left.cite());
            out.member("what", left.what()).member("instead", left.instead());
        });
        json.array("lanes", parts.entrySet(), (out, each) -> {
            out.open().member("member", each.getKey()).name("spans").openArray();
            each.getValue().forEach(part -> out.openArray()
                    .value(micros(part.from()))
                    .value(micros(part.to()))
                    .value(part.role().name())
                    .closeArray());
            out.closeArray().close();
        });
        json.array("groups", groups, (out, group) -> group(out, group, parts));
        json.objects(
                "rows",
                rows.stream()
                        .filter(row -> row.was() == null || row.is() == null)
                        .toList(),
                Story::row);
        return json.close().toString();
    }

    private static void row(Json out, Row row) {
        var any = row.any();
        out.member("kind", row.was() == null ? "GAINED" : "LOST").member("at", micros(any.place()));
        out.member("member", any.node() + "/" + any.instance());
        out.member("from", any.from().name())
                .member("to", Objects.requireNonNull(any.to(), "it is a change").name());
        out.member("doubt", row.doubt());
    }

    /** The roles of each simulated instance, by {@code node/instance}. */
    private Map<String, List<Part>> parts() {
        var parts = new LinkedHashMap<String, List<Part>>();
        var last = new LinkedHashMap<String, @Nullable Moved>();
        for (var moved : outcome.changed()) {
            var member = moved.node() + "/" + moved.instance();
            end(parts, member, last.get(member), moved.place());
            last.put(member, moved);
        }
        last.forEach((member, moved) -> end(parts, member, moved, outcome.end()));
        return parts;
    }

    private static void end(Map<String, List<Part>> parts, String member, @Nullable Moved moved, long at) {
        var all = parts.computeIfAbsent(member, _ -> new ArrayList<>());
        if (moved != null && moved.to() != null && at > moved.place()) {
            all.add(new Part(moved.place(), at, moved.to()));
        }
    }

    private void group(Json out, Group group, Map<String, List<Part>> parts) {
        out.open().strings("members", group.members()).name("bands").openArray();
        var bounds = new TreeSet<Long>();
        group.members().forEach(member -> parts.getOrDefault(member, List.of()).forEach(part -> {
            bounds.add(part.from());
            bounds.add(part.to());
        }));
        var open = new ArrayList<Band>();
        for (var at : bounds) {
            var masters = masters(group, parts, at);
            if (!open.isEmpty() && !open.getLast().masters().equals(masters)) {
                open.removeLast().write(out, at);
            }
            if (open.isEmpty() && !at.equals(bounds.last())) {
                open.add(new Band(at, masters));
            }
        }
        open.forEach(band -> band.write(out, bounds.last()));
        out.closeArray().close();
    }

    private record Band(long from, List<String> masters) {
        void write(Json out, long to) {
            var how = masters.isEmpty() ? "NONE" : masters.size() == 1 ? "ONE" : "TWO";
            out.openArray()
                    .value(micros(from))
                    .value(micros(to))
                    .value(how)
                    .value(String.join(", ", masters))
                    .closeArray();
        }
    }

    private static List<String> masters(Group group, Map<String, List<Part>> parts, long at) {
        var masters = new LinkedHashSet<String>();
        for (var member : group.members()) {
            boolean is = parts.getOrDefault(member, List.of()).stream()
                    .anyMatch(part -> part.role() == Role.MASTER && part.from() <= at && at < part.to());
            if (is) {
                masters.add(member.substring(0, member.indexOf('/')));
            }
        }
        return masters.stream().sorted(Comparator.naturalOrder()).toList();
    }

    private static long micros(long place) {
        return Math.floorDiv(place, MICRO);
    }
}
