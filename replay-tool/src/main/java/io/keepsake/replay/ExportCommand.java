package io.keepsake.replay;

import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.Incidents;
import io.keepsake.history.cluster.MergedTurns;
import io.keepsake.history.cluster.Verdicts;
import io.keepsake.history.fold.FoldStep;
import io.keepsake.history.fold.JournalFold;
import io.keepsake.history.show.Clock;
import io.keepsake.history.show.Counted;
import io.keepsake.history.state.Moments;
import io.keepsake.journal.JournalFailure;
import io.keepsake.replay.bundle.BundleWriter;
import io.keepsake.replay.export.Form;
import io.keepsake.replay.export.JsonForm;
import io.keepsake.replay.export.PcapngForm;
import io.keepsake.replay.export.PerfettoForm;
import io.keepsake.replay.export.ScenarioForm;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay export}. */
@Command(
        name = "export",
        description = {
            "Writes a part of the journals of one or several nodes as one file for other tools; the same bytes for the same",
            "journals. What is missing of the journals is said first, and stands at the head of the file."
        },
        footer = {
            "",
            "Examples:",
            "  replay export --html night.html a=/mnt/node-a/journal b=/mnt/node-b/journal",
            "  replay export --pcapng night.pcapng --from 03:30 --to 03:32 a=/mnt/node-a/journal b=/mnt/node-b/journal",
            "",
            "Exit codes: 0 fine, 2 wrong usage, 3 something in a journal is damaged or missing"
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    private static final long SECOND = 1_000_000_000L;
    private static final long MICRO = 1_000;

    private static final String README = """
            Journals of Keepsake directors, for replay: replay verdicts FILE.zip, replay explain FILE.zip/NODE.
            Addresses are not the real ones. Their order and which of them share a network are as they were, and so are times,
            priorities, names of instances and of interfaces. Text that may hold a secret is text-N, the same N for the same text.
            verdicts.txt is what replay says of them.
            """;

    private final Output out;

    @Mixin
    private final JournalsArgument journals = new JournalsArgument();

    @Mixin
    private final PartOption part = new PartOption();

    /** One of them. */
    private static final class Target {
        @Option(
                names = "--html",
                paramLabel = "FILE",
                description = "a page: the timeline, each change and why; needs no server and no network")
        private @Nullable Path html;

        @Option(
                names = "--pcapng",
                paramLabel = "FILE",
                description = "for Wireshark: adverts sent and heard as packets, decisions as their comments")
        private @Nullable Path pcapng;

        @Option(
                names = "--json",
                paramLabel = "FILE",
                description = "a JSON object a line for each event, decision and effect: docs/reference/export.md")
        private @Nullable Path json;

        @Option(
                names = "--perfetto",
                paramLabel = "FILE",
                description = "a trace for ui.perfetto.dev: roles as slices, adverts as arrows between the nodes")
        private @Nullable Path perfetto;

        @Option(
                names = "--scenario",
                paramLabel = "FILE",
                description =
                        "a test of the core: what one node was told, and what it did; of one journal, and one run")
        private @Nullable Path scenario;

        @Option(
                names = "--bundle",
                paramLabel = "FILE",
                description = {
                    "a zip for strangers: the journals with other addresses and no secrets, and their verdicts; every verb",
                    "reads FILE, and FILE/NODE as the journal of one node"
                })
        private @Nullable Path bundle;
    }

    @ArgGroup(multiplicity = "1")
    private @Nullable Target target;

    ExportCommand(Output out) {
        this.out = out;
    }

    @Override
    public Integer call() throws WrongUsage, JournalFailure, IOException {
        var to = Objects.requireNonNull(target, "picocli wants one");
        try (var open = journals.open()) {
            if (to.scenario != null && open.readers().size() != 1) {
                throw new WrongUsage("--scenario: expected the journal of one node, found "
                        + open.readers().size());
            }
            var history = open.history();
            long from = Math.max(part.from(history), history.begin());
            long until = Math.min(part.to(history), history.end());
            new ClusterText(history, part.clock(), out::line).missing();
            if (to.html != null) {
                html(to.html, from, until);
            } else if (to.bundle != null) {
                bundle(to.bundle, open, history, from, until);
            } else if (to.scenario != null) {
                scenario(to.scenario, open, history, from, until);
            } else {
                turns(to, open, history, from, until);
            }
            return history.isIncomplete() ? Exit.INCOMPLETE : Exit.FINE;
        }
    }

    private void html(Path file, long from, long until) throws WrongUsage, JournalFailure, IOException {
        var directories = journals.directories();
        var names = String.join(" ", directories.keySet());
        var how = "replay export --html FILE --from " + iso(from / MICRO) + " --to " + iso(until / MICRO) + " " + names;
        new PageFile(directories, out).write(file, from, until, how, null);
    }

    private static OutputStream open(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    private static String iso(long micros) {
        return Clock.UTC.iso(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    /** Turn by turn, in the order of the common clock. */
    private void turns(Target to, OpenJournals open, ClusterHistory history, long from, long until)
            throws JournalFailure, IOException {
        var file = Objects.requireNonNull(to.pcapng != null ? to.pcapng : to.json != null ? to.json : to.perfetto);
        try (var stream = open(file)) {
            Form form = to.pcapng != null
                    ? new PcapngForm(stream, ClusterText.missing(history))
                    : to.json != null
                            ? new JsonForm(stream, history)
                            : new PerfettoForm(stream, from, Clock.UTC.iso(instant(from)));
            var merged = new MergedTurns(history, open.readers());
            for (var next = merged.next(); next != null && next.place() <= until; next = merged.next()) {
                if (next.place() < from) {
                    form.before(next);
                } else {
                    form.take(next);
                }
            }
            var wrote = form.end();
            stream.flush();
            out.line("wrote " + file + ": " + wrote + " of "
                    + Counted.of(history.nodes().size(), "node"));
        }
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }

    private void bundle(Path file, OpenJournals open, ClusterHistory history, long from, long until)
            throws WrongUsage, JournalFailure, IOException {
        var begin = Moments.at(from - 1, history, open.readers());
        var end = Moments.at(until, history, open.readers());
        var parts = new LinkedHashMap<String, BundleWriter.Part>();
        end.forEach((node, last) -> parts.put(node, new BundleWriter.Part(begin.get(node), last)));
        var directory = Files.createTempDirectory("replay-bundle-");
        try {
            var journals = Files.createDirectory(directory.resolve("journals"));
            long turns = new BundleWriter(open.readers(), parts).write(journals);
            var directories = new LinkedHashMap<String, Path>();
            parts.keySet().forEach(node -> directories.put(node, journals.resolve(node)));
            try (var copies = new OpenJournals(directories)) {
                Files.write(directory.resolve("verdicts.txt"), verdicts(copies.history()));
            }
            Files.writeString(directory.resolve("README.txt"), README);
            Bundles.pack(directory, file);
            out.line("wrote " + file + ": " + Counted.of(turns, "event") + " of " + Counted.of(parts.size(), "node"));
        } finally {
            Bundles.delete(directory);
        }
    }

    private static List<String> verdicts(ClusterHistory history) {
        var lines = new ArrayList<String>();
        var text = new ClusterText(history, Clock.UTC, lines::add);
        text.head();
        Verdicts.of(history).forEach(verdict -> text.verdict(verdict, List.of()));
        Incidents.of(history).forEach(text::incident);
        return lines;
    }

    /** A part of one run; its own wall clock counts, as there is no other. */
    private void scenario(Path file, OpenJournals open, ClusterHistory history, long from, long until)
            throws WrongUsage, JournalFailure, IOException {
        var node = history.nodes().getFirst();
        var clock = part.clock();
        var comment = List.of(
                "What the director of " + node + " recorded from " + clock.dated(instant(from)) + " to "
                        + clock.dated(instant(until)) + ".",
                "Written by replay export --scenario.");
        try (var stream = open(file)) {
            var form = new ScenarioForm(stream, comment);
            var reader = open.readers().firstEntry().getValue();
            reader.seekState(instant(from));
            var fold = new JournalFold(reader);
            for (var step = fold.next(); step != null; step = fold.next()) {
                if (step instanceof FoldStep.Folded folded) {
                    var wall = folded.turn().recorded().wall();
                    if (wall.isAfter(instant(until))) {
                        break;
                    }
                    if (!wall.isBefore(instant(from))) {
                        form.take(folded);
                    }
                }
            }
            out.line("wrote " + file + ": " + form.end() + " of " + node);
        } catch (ScenarioForm.NotWhole e) {
            Files.deleteIfExists(file);
            throw new WrongUsage(String.valueOf(e.getMessage()));
        }
    }
}
