package io.keepsake.replay;

import io.keepsake.history.fold.JournalEnd;
import io.keepsake.history.fold.Point;
import io.keepsake.history.fold.PointText;
import io.keepsake.history.fold.Window;
import io.keepsake.history.show.Clock;
import io.keepsake.journal.JournalFailure;
import io.keepsake.web.budget.Budget;
import io.keepsake.web.follow.Nodes;
import io.keepsake.web.page.Report;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay export}. */
@Command(
        name = "export",
        description = {
            "Writes a window of one or several nodes' journals as one HTML file: the timeline, each change and why. It",
            "needs no server and no network, and is the same bytes for the same journals."
        },
        footer = {
            "",
            "Examples:",
            "  replay export --html night.html a=/mnt/node-a/journal b=/mnt/node-b/journal",
            "  replay export --html night.html --from 03:30 --to 03:32 /var/lib/keepsake/journal",
            "",
            "Exit codes: 0 fine, 2 wrong usage, 3 a journal cannot be read"
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    private final Output out;

    @Parameters(paramLabel = "[NAME=]DIR", arity = "1..*", description = "journals; the first one's clock counts")
    private List<String> journals = List.of();

    @Option(names = "--html", required = true, paramLabel = "FILE", description = "the file to write")
    private Path file = Path.of("report.html");

    @Option(names = "--from", paramLabel = "T", description = "begin here: a time in any form that replay show takes")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "T", description = "end here")
    private @Nullable String to;

    @Mixin
    private final ZoneOptions zone = new ZoneOptions();

    ExportCommand(Output out) {
        this.out = out;
    }

    @Override
    public Integer call() throws WrongUsage, JournalFailure, IOException {
        var directories = directories();
        try (var nodes = Nodes.follow(directories)) {
            nodes.readAll();
            var library = nodes.recordedLibrary();
            var merge = library.merge().get();
            var window = window(directories.firstEntry().getValue());
            long begin = window.from() == null ? merge.begin() : micros(window.from());
            long end = Math.max(begin + 1, window.to() == null ? merge.end() : micros(window.to()));
            var names = String.join(" ", directories.keySet());
            var how = "replay export --html FILE --from " + iso(begin) + " --to " + iso(end) + " " + names;
            try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
                Report.write(library, begin, end, how, Budget.unlimited(), out);
            }
        }
        out.line("wrote " + file);
        return Exit.FINE;
    }

    private SequencedMap<String, Path> directories() throws WrongUsage {
        var all = new LinkedHashMap<String, Path>();
        for (var text : journals) {
            int equals = text.indexOf('=');
            var path = Path.of(text.substring(equals + 1));
            var last = path.toAbsolutePath().normalize().getFileName();
            var name = equals > 0 ? text.substring(0, equals) : String.valueOf(last);
            JournalArgument.open(path).close();
            if (all.put(name, path) != null) {
                throw new WrongUsage("two journals are called " + name + ": expected NAME=DIR to tell them apart");
            }
        }
        return all;
    }

    private Window window(Path first) throws WrongUsage, JournalFailure {
        try (var reader = JournalArgument.open(first)) {
            var end = JournalEnd.of(reader);
            return new PointText(end, end.run(), zone.clock().zone()).window(from, to, 0);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--from, --to: " + e.getMessage());
        }
    }

    private static long micros(Point point) throws WrongUsage {
        if (point instanceof Point.AtWall(var wall)) {
            return wall.getEpochSecond() * 1_000_000 + wall.getNano() / 1_000;
        }
        throw new WrongUsage("--from, --to: expected a time, since the nodes count their events apart");
    }

    private static String iso(long micros) {
        return Clock.UTC.iso(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }
}
