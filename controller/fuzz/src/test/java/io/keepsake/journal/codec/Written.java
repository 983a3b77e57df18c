package io.keepsake.journal.codec;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.Fields;
import io.keepsake.core.value.Moment;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalOptions;
import io.keepsake.journal.Journals;
import io.keepsake.testkit.scenario.DataDriven;
import io.keepsake.testkit.scenario.Scenario;
import io.keepsake.world.ScenarioNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Inputs that this program writes itself, so that they are of today's schema: the turns and states of the scenarios, and one
 * of every kind there is.
 */
public final class Written {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]{2,}");

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

    /** The lines of a state each; of all that the scenarios end with those that have a word that no shorter one has. */
    public List<byte[]> states() {
        Set<String> seen = new HashSet<>();
        return states.stream()
                .sorted(Comparator.comparingInt(String::length))
                .filter(state -> seen.addAll(
                        WORD.matcher(state).results().map(MatchResult::group).toList()))
                .map(Written::utf8)
                .toList();
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
     * As {@code JournalTarget} takes them: a file as it is on disk, but for Chronicle's index and the room behind it;
     * and its records alone, behind our beginning and with their own head, also with checksums to be put in.
     */
    public List<byte[]> files() throws IOException, JournalFailure {
        var inputs = new ArrayList<byte[]>();
        for (int begin : new int[] {0, 8}) {
            byte[] file = file(turns.subList(begin, begin + 4));
            byte[] beginning = beginning(file);
            byte[] records = excerpts(file, beginning.length, true);
            for (int flags = 0; flags < 4; flags++) {
                inputs.add(flagged(flags, (flags & 1) != 0 ? records : excerpts(file, 0, true)));
                inputs.add(flagged(flags, (flags & 1) != 0 ? excerpts(file, beginning.length, false) : file));
            }
        }
        return inputs;
    }

    private static byte[] flagged(int flags, byte[] bytes) {
        var input = new byte[bytes.length + 1];
        input[0] = (byte) flags;
        System.arraycopy(bytes, 0, input, 1, bytes.length);
        return input;
    }

    /** Chronicle's header and the head of a file of ours that is empty. */
    public static byte[] beginning() throws IOException, JournalFailure {
        var event = new LinkEvent.KernelRead(List.of(), List.of());
        var turn = new Turn(new Recorded(1, new Moment(1), Instant.EPOCH, event), List.of(), List.of());
        return beginning(file(List.of(turn)));
    }

    private static byte[] beginning(byte[] file) {
        int at = 0;
        while (!ours(file, at)) {
            at = next(file, at);
        }
        return Arrays.copyOf(file, next(file, at));
    }

    /** Without the index, and what there is room for. */
    private static byte[] file(List<Turn> turns) throws IOException, JournalFailure {
        var root = Files.createTempDirectory("keepsake-fuzz-");
        try (var writer = Journals.openWriter(root, JournalOptions.of("test"))) {
            for (var turn : turns) {
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
        var header = Arrays.copyOf(file, next(file, 0));
        var out = new ByteArrayOutputStream();
        out.writeBytes(header);
        out.writeBytes(excerpts(file, header.length, false));
        return out.toByteArray();
    }

    private static int header(byte[] file, int at) {
        return at + 4 <= file.length
                ? ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(at)
                : 0;
    }

    private static boolean ours(byte[] file, int at) {
        return (header(file, at) & 0x4000_0000) == 0;
    }

    private static int next(byte[] file, int at) {
        return at + 4 + ((header(file, at) & 0x3fff_ffff) + 3 & ~3);
    }

    /** Our records from {@code at} on. */
    private static byte[] excerpts(byte[] file, int at, boolean withoutChecksums) {
        var out = new ByteArrayOutputStream();
        while (header(file, at) > 0) {
            int next = next(file, at);
            if (ours(file, at)) {
                var excerpt = Arrays.copyOfRange(file, at, next);
                if (withoutChecksums) {
                    Arrays.fill(excerpt, 4, 8, (byte) 0);
                }
                out.writeBytes(excerpt);
            }
            at = next;
        }
        return out.toByteArray();
    }
}
