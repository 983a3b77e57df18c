package io.keepsake.replay;

import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;
import io.keepsake.journal.Journals;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import picocli.CommandLine.Parameters;

/** The directories that a subcommand for several nodes reads. */
final class JournalsArgument {
    @Parameters(
            paramLabel = "[NAME=]DIR",
            arity = "1..*",
            description = {
                "the journals, one of each node; NAME is what the node is called here, by default the last part of DIR.",
                "Times are by the clock of the first"
            })
    private List<String> journals = List.of();

    /** The directories by the names of their nodes. */
    SequencedMap<String, Path> directories() throws WrongUsage {
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

    /** Reads them all. */
    ClusterHistory read() throws WrongUsage, JournalFailure {
        var readers = new LinkedHashMap<String, JournalReader>();
        try {
            for (var each : directories().entrySet()) {
                readers.put(each.getKey(), Journals.open(each.getValue()));
            }
            return ClusterHistory.read(readers, _ -> {});
        } finally {
            readers.values().forEach(JournalReader::close);
        }
    }
}
