package io.keepsake.replay;

import io.keepsake.journal.JournalReader;
import io.keepsake.journal.Journals;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The directory that every subcommand reads. */
final class JournalArgument {
    private static final String DEFAULT = "/var/lib/keepsake/journal";

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "the journal, by default " + DEFAULT)
    private Path directory = Path.of(DEFAULT);

    JournalReader open() throws WrongUsage {
        if (!Files.isDirectory(directory)) {
            throw new WrongUsage("no journal at " + directory + ": expected a directory; give the one that the "
                    + "director has in --journal");
        }
        if (!Files.isReadable(directory)) {
            throw new WrongUsage("journal " + directory + " may not be read by this user; try as root");
        }
        return Journals.open(directory);
    }
}
