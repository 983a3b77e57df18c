package io.keepsake.replay;

import io.keepsake.journal.JournalFailure;
import io.keepsake.web.budget.Budget;
import io.keepsake.web.follow.Nodes;
import io.keepsake.web.page.Report;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay export}. */
@Command(
        name = "export",
        description = {
            "Writes a window of one or several nodes' journals as one HTML file: the timeline, each change and why. It",
            "needs no server and no network, and is the same bytes for the same journals."
        },
        footer = {"", "Exit codes: 0 fine, 2 wrong usage, 3 a journal cannot be read"},
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    private final Output out;

    @Parameters(paramLabel = "[NAME=]DIR", arity = "1..*", description = "journals; the first one's clock counts")
    private List<String> journals = List.of();

    @Option(names = "--html", required = true, paramLabel = "FILE", description = "the file to write")
    private Path file = Path.of("report.html");

    @Option(names = "--from", paramLabel = "T", description = "begin here: 2026-11-22T03:12:07Z")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "T", description = "end here")
    private @Nullable String to;

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
            long begin = from == null ? merge.begin() : micros("--from", from);
            long end = Math.max(begin + 1, to == null ? merge.end() : micros("--to", to));
            var names = String.join(" ", directories.keySet());
            var how = "replay export --html FILE --from " + begin + " --to " + end + " " + names;
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
            if (!Files.isDirectory(path)) {
                throw new WrongUsage("no journal at " + path + ": expected a directory");
            }
            if (all.put(name, path) != null) {
                throw new WrongUsage("two journals are called " + name + ": expected NAME=DIR to tell them apart");
            }
        }
        return all;
    }

    private static long micros(String option, String text) throws WrongUsage {
        try {
            var instant = Instant.parse(text);
            return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
        } catch (DateTimeParseException e) {
            throw new WrongUsage(option + ": expected a time such as 2026-11-22T03:12:07Z, found " + text);
        }
    }
}
