package io.keepsake.replay;

import io.keepsake.journal.JournalReader;
import io.keepsake.journal.Journals;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The directory that every subcommand reads. */
final class JournalArgument {
    static final String DEFAULT = "/var/lib/keepsake/journal";
    private static final String RUNS = "run-*";

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "the journal, by default " + DEFAULT)
    private @Nullable Path directory;

    @Mixin
    private final LiveOption live = new LiveOption();

    JournalReader open() throws WrongUsage {
        return open(directory());
    }

    private Path directory() throws WrongUsage {
        var given = directory;
        if (!live.asked()) {
            return given == null ? Path.of(DEFAULT) : given;
        }
        if (given != null) {
            throw new WrongUsage("expected --live or a journal, found both; this verb reads one journal");
        }
        return live.directory();
    }

    /** The journal in a directory that holds at least one run. */
    static JournalReader open(Path path) throws WrongUsage {
        var directory = inBundle(path);
        if (!Files.exists(directory)) {
            throw new WrongUsage("no journal at " + directory
                    + ": there is no such directory; give the one that the director has in --journal");
        }
        if (!Files.isDirectory(directory)) {
            throw new WrongUsage(
                    "no journal at " + directory + ": expected a directory, found a file" + inside(directory));
        }
        if (!Files.isReadable(directory)) {
            throw new WrongUsage("journal " + directory + " may not be read by this user; try as root");
        }
        if (children(directory, RUNS).isEmpty()) {
            throw new WrongUsage("no journal at " + directory
                    + ": expected directories run-1, run-2 ... in it, found none" + hint(directory));
        }
        return Journals.openAhead(directory);
    }

    /** Where the journal of a bundle is unpacked to; any other path as it is. */
    private static Path inBundle(Path path) throws WrongUsage {
        var bundled = Bundles.journals(path);
        if (bundled.size() > 1) {
            throw new WrongUsage("bundle " + path + " holds several journals: expected one of " + path + "/"
                    + String.join(", " + path + "/", bundled.keySet()));
        }
        return bundled.isEmpty() ? Bundles.resolve(path) : bundled.firstEntry().getValue();
    }

    private static String hint(Path directory) {
        var inside = inside(directory);
        return inside.isEmpty()
                ? children(directory, "*").stream()
                        .filter(child -> !children(child, RUNS).isEmpty())
                        .findFirst()
                        .map(child -> "; there is one at " + child)
                        .orElse("; give the one that the director has in --journal")
                : inside;
    }

    /** Of a path that lies in a journal: where that is. */
    private static String inside(Path path) {
        for (var above = path.toAbsolutePath().normalize(); above != null; above = above.getParent()) {
            var name = above.getFileName();
            if (name != null && name.toString().matches("run-\\d+(\\.\\d+)?")) {
                return "; it is part of the journal at " + above.getParent();
            }
        }
        return "";
    }

    private static List<Path> children(Path directory, String glob) {
        var children = new ArrayList<Path>();
        try (var stream = Files.newDirectoryStream(directory, glob)) {
            stream.forEach(children::add);
        } catch (IOException | DirectoryIteratorException unreadable) {
            return List.of();
        }
        children.sort(null);
        return children;
    }
}
