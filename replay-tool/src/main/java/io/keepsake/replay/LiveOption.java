package io.keepsake.replay;

import io.keepsake.journal.Journals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The journal of the director that runs on this machine. */
final class LiveOption {
    /** What its node is called. */
    static final String NAME = "live";

    /** Where directors listen, unless they are told otherwise. */
    private static final List<Path> SOCKETS = List.of(Path.of("/run/keepsake.sock"), Path.of("/run/keepalived.sock"));

    @Option(
            names = "--live",
            description = {
                "the journal that the director on this machine writes; beside DIR where the verb takes several, as "
                        + NAME
            })
    private boolean live;

    @Option(
            names = "--control",
            paramLabel = "SOCKET",
            description =
                    "with --live: where that director listens, by default /run/keepsake.sock or /run/keepalived.sock")
    private @Nullable Path control;

    boolean asked() throws WrongUsage {
        if (control != null && !live) {
            throw new WrongUsage("--control " + control + ": expected --live with it, found none");
        }
        return live;
    }

    /**
     * The directory: what a running director answers; where none can be asked the usual one, if someone writes to it.
     *
     * @throws WrongUsage when no director runs here, or it has written nothing that can be read
     */
    Path directory() throws WrongUsage {
        var asked = control;
        var found = new LinkedHashSet<Path>();
        var looked = new ArrayList<String>();
        for (var socket : asked == null ? SOCKETS : List.of(asked)) {
            try {
                found.add(RunningDirector.journal(socket));
            } catch (RunningDirector.Silent silent) {
                looked.add(String.valueOf(silent.getMessage()));
            }
        }
        if (found.size() > 1) {
            throw new WrongUsage("--live: several directors run here, with the journals " + found
                    + "; expected --control SOCKET to tell which");
        }
        if (found.isEmpty() && asked == null) {
            if (Journals.isWritten(Path.of(JournalArgument.DEFAULT)).orElse(false)) {
                found.add(Path.of(JournalArgument.DEFAULT));
            } else {
                looked.add("nobody writes to " + JournalArgument.DEFAULT);
            }
        }
        if (found.isEmpty()) {
            throw new WrongUsage(
                    "--live: expected a director that runs on this machine, found none: " + String.join(", ", looked)
                            + "; give its directory, or --control SOCKET as it has it, or try as root");
        }
        return readable(found.getFirst());
    }

    private static Path readable(Path directory) throws WrongUsage {
        try (var _ = JournalArgument.open(directory)) {
            return directory;
        } catch (WrongUsage nothing) {
            throw new WrongUsage(
                    "--live: the director on this machine writes to " + directory + ", but " + nothing.getMessage());
        }
    }
}
