package io.keepsake.simulator.coverage;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.effect.Turn;
import io.keepsake.world.Injection;
import io.keepsake.world.Machine;
import io.keepsake.world.Watcher;
import io.keepsake.world.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How often each kind of event, decision, transition, reason, effect and injection came. One for a thread; {@link #add} brings
 * several together.
 */
public final class Coverage implements Watcher {
    private final Map<Class<?>, Count> byClass = new HashMap<>();
    private final Map<String, Count> byMark = new TreeMap<>();

    private static final class Count {
        private final String group;
        private long count;

        Count(String group) {
            this.group = group;
        }
    }

    @Override
    public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
        count("event", turn.recorded().event());
        for (var decision : turn.decisions()) {
            count("decision", decision);
            Marks.of(decision, this::mark);
        }
        for (var effect : turn.effects()) {
            count("effect", effect);
            if (effect instanceof ProgramIpvs program) {
                Marks.of(program, this::mark);
            }
        }
    }

    @Override
    public void onInjection(World world, Injection injection) {
        mark("injection " + injection.kind());
    }

    private void count(String group, Object value) {
        byClass.computeIfAbsent(value.getClass(), _ -> new Count(group)).count++;
    }

    private void mark(String mark) {
        byMark.computeIfAbsent(mark, _ -> new Count("")).count++;
    }

    /** Adds what another one counted. */
    public void add(Coverage other) {
        other.byClass.forEach(
                (kind, count) -> byClass.computeIfAbsent(kind, _ -> new Count(count.group)).count += count.count);
        other.byMark.forEach((mark, count) -> byMark.computeIfAbsent(mark, _ -> new Count("")).count += count.count);
    }

    /** How often each mark was made: its group and its name. */
    public Map<String, Long> counts() {
        var counts = new TreeMap<String, Long>();
        byClass.forEach((kind, count) -> counts.put(count.group + " " + kind.getSimpleName(), count.count));
        byMark.forEach((mark, count) -> counts.put(mark, count.count));
        return counts;
    }

    /** Every mark that a campaign of everything should make. */
    public static Stream<String> expected() {
        return Expected.marks();
    }

    /** What none can reach, and why. */
    public static Map<String, String> unreachable() {
        return Expected.UNREACHABLE;
    }

    /** The marks of {@link #expected} that were never made. */
    public List<String> missing() {
        var made = counts().keySet();
        return Expected.marks().filter(mark -> !made.contains(mark)).toList();
    }

    /** The marks that were made though they are said to be out of reach; those of what happens hardly ever aside. */
    public List<String> wronglyUnreachable() {
        return counts().keySet().stream()
                .filter(mark -> !Expected.UNREACHABLE
                        .getOrDefault(mark, Expected.HARDLY)
                        .startsWith(Expected.HARDLY))
                .toList();
    }

    /** Two or more lines for people. */
    public String print() {
        var groups = counts().entrySet().stream()
                .collect(Collectors.groupingBy(
                        e -> e.getKey().substring(0, e.getKey().indexOf(' ')),
                        TreeMap::new,
                        Collectors.mapping(
                                e -> e.getKey().substring(e.getKey().indexOf(' ') + 1) + " " + e.getValue(),
                                Collectors.joining(", "))));
        var lines = groups.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue());
        var missing = missing();
        var end = missing.isEmpty()
                ? "reached: every state, transition, decision and reason of the core"
                : "NOT reached: " + String.join(", ", missing);
        var never = Expected.UNREACHABLE.entrySet().stream()
                .map(e -> "cannot be reached: " + e.getKey() + ", " + e.getValue());
        return Stream.of(lines, never, Stream.of(end)).flatMap(all -> all).collect(Collectors.joining("\n"));
    }
}
