package io.keepsake.replay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The directories that a subcommand for several nodes reads. */
final class JournalsArgument {
    @Parameters(
            paramLabel = "[NAME=]DIR",
            arity = "0..*",
            description = {
                "the journals, one of each node; NAME is what the node is called here, by default the last part of DIR.",
                "Times are by the clock of the first"
            })
    private List<String> journals = List.of();

    @Mixin
    private final LiveOption live = new LiveOption();

    /** The directories by the names of their nodes. */
    SequencedMap<String, Path> directories() throws WrongUsage {
        if (journals.isEmpty() && !live.asked()) {
            throw new WrongUsage("expected the journals, [NAME=]DIR of each node, or --live; found neither");
        }
        return directories(live, journals);
    }

    /** The same, with the journal of the director on this machine before them where that is asked for. */
    static SequencedMap<String, Path> directories(LiveOption live, List<String> journals) throws WrongUsage {
        var all = new ArrayList<>(journals);
        if (live.asked()) {
            all.addFirst(LiveOption.NAME + "=" + live.directory());
        }
        return directories(all);
    }

    /** The directories that are written so, by the names of their nodes. */
    private static SequencedMap<String, Path> directories(List<String> journals) throws WrongUsage {
        var all = new LinkedHashMap<String, Path>();
        for (var text : journals) {
            int equals = text.indexOf('=');
            var path = Bundles.resolve(Path.of(text.substring(equals + 1)));
            var bundled = Bundles.journals(path);
            if (!bundled.isEmpty()) {
                for (var each : bundled.entrySet()) {
                    put(all, (equals > 0 ? text.substring(0, equals) + "-" : "") + each.getKey(), each.getValue());
                }
                continue;
            }
            var last = path.toAbsolutePath().normalize().getFileName();
            var name = equals > 0 ? text.substring(0, equals) : String.valueOf(last);
            // of several, one in which its director found no room for a run is told to be missing
            if (journals.size() == 1 || !Files.exists(path.resolve("lock"))) {
                JournalArgument.open(path).close();
            }
            put(all, name, path);
        }
        return all;
    }

    private static void put(SequencedMap<String, Path> all, String name, Path path) throws WrongUsage {
        if (all.put(name, path) != null) {
            throw new WrongUsage("two journals are called " + name + ": expected NAME=DIR to tell them apart");
        }
    }

    OpenJournals open() throws WrongUsage {
        return new OpenJournals(directories());
    }
}
