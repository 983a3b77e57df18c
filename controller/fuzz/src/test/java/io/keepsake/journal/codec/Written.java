package io.keepsake.journal.codec;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.Fields;
import io.keepsake.core.value.Moment;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalOptions;
import io.keepsake.journal.Journals;
import io.keepsake.testkit.scenario.DataDriven;
import io.keepsake.testkit.scenario.Scenario;
import io.keepsake.testkit.scenario.ScenarioNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Inputs that this program writes itself, so that they are of today's schema: the turns and states of the scenarios, and one
 * of every kind there is.
 */
public final class Written {
    private final List<Turn> turns = new ArrayList<>();
    private final List<String> states = new ArrayList<>();

    private Written() {}

    /** What comes of the scenarios in {@code room}. */
    public static Written of(Path room) throws IOException {
        var written = new Written();
        for (var kind : Fields.EVENT_KINDS) {
            var event = Fields.readEvent(kind, new SchemaProbe());
            written.add(event, event instanceof Decision decision ? List.of(decision) : List.of(), List.of());
        }
        for (var kind : Fields.EFFECT_KINDS) {
            written.add(
                    Fields.readEvent("DeadlineReached", new SchemaProbe()),
                    List.of(),
                    List.of(Fields.readEffect(kind, new SchemaProbe())));
        }
        try (var files = Files.list(room)) {
            for (var file : files.sorted().toList()) {
                written.play(file);
            }
        }
        return written;
    }

    private void add(Event event, List<Decision> decisions, List<Effect> effects) {
        long index = 2L * turns.size() + 1;
        turns.add(new Turn(
                new Recorded(index, new Moment(index * 1_000_000_000), Instant.EPOCH.plusSeconds(index), event),
                decisions,
                effects));
    }

    /** Keeps the turns that show a kind for the first time, and the state at the end. */
    private void play(Path file) throws IOException {
        Set<String> seen = new HashSet<>();
        var node = new ScenarioNode((_, turn, _) -> {
            if (seen.add(Fields.kind(turn.recorded().event()) + turn.decisions().size())) {
                turns.add(turn);
            }
        });
        DataDriven.replay(file, new Scenario(node)::answer);
        states.add(String.join("\n", node.state().checkpoint().state()));
    }

    /** A line each. */
    public List<byte[]> lines() {
        Set<String> lines = new HashSet<>();
        for (var turn : turns) {
            lines.add(EventText.print(turn.recorded().event()));
            turn.decisions().forEach(decision -> lines.add(EventText.print(decision)));
            turn.effects().forEach(effect -> lines.add(EventText.print(effect)));
        }
        return lines.stream().map(Written::utf8).toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The lines of a state each. */
    public List<byte[]> states() {
        return states.stream().map(Written::utf8).toList();
    }

    /** As {@link RecordsTarget} takes them: behind our head a turn each, and some with their own head. */
    public List<byte[]> records() {
        var inputs = new ArrayList<byte[]>();
        for (int i = 0; i < turns.size(); i++) {
            inputs.add(records(turns.get(i), 0));
            if (i % 50 == 0) {
                inputs.add(records(turns.get(i), 1));
            }
        }
        return inputs;
    }

    private static byte[] records(Turn turn, int ownHead) {
        var out = new ByteArrayOutputStream();
        out.write(ownHead);
        var frames = new FileEncoder(Head.of(0, 7, Head.Start.RUN, "test", turn)).encode(turn);
        for (int i = 1 - ownHead; i < frames.count(); i++) {
            int length = frames.length(i) - Frame.TYPE_AT;
            out.write(length >> 8);
            out.write(length);
            out.write(frames.array(), frames.offset(i) + Frame.TYPE_AT, length);
        }
        return out.toByteArray();
    }

    /**
     * A file as it is on disk, but for Chronicle's index and the room behind it; our records of it alone; and these with
     * checksums to be put in.
     */
    public List<byte[]> files() throws IOException, JournalFailure {
        var root = Files.createTempDirectory("keepsake-fuzz-");
        try (var writer = Journals.openWriter(root, JournalOptions.of("test"))) {
            for (var turn : turns.subList(0, 12)) {
                writer.append(turn);
            }
        }
        byte[] file;
        try (var parts = Files.list(root.resolve("run-1"))) {
            file = Files.readAllBytes(parts.filter(path -> path.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow());
        }
        try (var all = Files.walk(root)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
        return List.of(excerpts(file, true, false), excerpts(file, false, false), excerpts(file, false, true));
    }

    private static byte[] excerpts(byte[] file, boolean withHeader, boolean withoutChecksums) {
        var bytes = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
        var out = new ByteArrayOutputStream();
        int at = 0;
        while (at + 4 <= file.length && bytes.getInt(at) > 0) {
            int length = 4 + ((bytes.getInt(at) & 0x3fff_ffff) + 3 & ~3);
            boolean ours = (bytes.getInt(at) & 0x4000_0000) == 0;
            if (ours && withoutChecksums) {
                bytes.putInt(at + 4, 0);
            }
            if (ours || withHeader && at == 0) {
                out.write(bytes.array(), at, length);
            }
            at += length;
        }
        return out.toByteArray();
    }
}
