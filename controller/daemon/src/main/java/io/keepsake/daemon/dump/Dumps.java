package io.keepsake.daemon.dump;

import io.keepsake.config.LoadedConfig;
import io.keepsake.config.process.DumpChoices;
import io.keepsake.core.NodeState;
import io.keepsake.core.value.Moment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes the dumps that are asked for. Each answers what was done, in a sentence. */
public final class Dumps {
    private static final String NOTHING = "no dump is written: there is no instance, and no virtual server";

    private final Path directory;
    private final Supplier<NodeState> state;
    private final Supplier<LoadedConfig> config;
    private final Counters counters;

    /**
     * @param directory of files without a path of their own
     * @param state as it stands when it is asked for
     * @param config that says which files
     */
    public Dumps(Path directory, Supplier<NodeState> state, Supplier<LoadedConfig> config, Counters counters) {
        this.directory = directory;
        this.state = state;
        this.config = config;
        this.counters = counters;
    }

    /** {@code keepalived.data}, and the same of keepalived's other processes. */
    public String data() {
        var picture = picture();
        var texts = new LinkedHashMap<Path, String>();
        if (picture != null) {
            var zone = ZoneId.systemDefault();
            var choices = choices();
            if (!picture.instances().isEmpty()) {
                texts.put(choices.state(directory), DataDump.of(picture, zone));
            }
            if (!picture.configured().config().virtualServers().isEmpty()) {
                texts.put(choices.state(directory, "_check"), CheckDump.of(picture, zone));
            }
            if (!texts.isEmpty()) {
                texts.put(choices.state(directory, "_parent"), DataDump.parent(picture, zone));
            }
        }
        return write(texts);
    }

    /** {@code keepalived.stats}. */
    public String stats() {
        var picture = picture();
        return write(
                picture == null || picture.instances().isEmpty()
                        ? Map.of()
                        : Map.of(choices().stats(directory), StatsDump.of(picture.instances(), counters)));
    }

    /** {@code keepalived.stats}, and after it every count begins anew. */
    public String statsAndClear() {
        var answer = stats();
        counters.clear();
        return answer + "; all counts begin anew";
    }

    /** {@code keepalived.json}. */
    public String json() {
        var picture = picture();
        return write(
                picture == null || picture.instances().isEmpty()
                        ? Map.of()
                        : Map.of(
                                choices().json(directory),
                                JsonDump.of(picture, choices().jsonVersion())));
    }

    private DumpChoices choices() {
        return config.get().dumps();
    }

    private @Nullable Picture picture() {
        var now = state.get();
        var configured = now.configured();
        return configured == null
                ? null
                : new Picture(
                        now,
                        configured,
                        counters,
                        config.get().netNamespace(),
                        new Moment(System.nanoTime()),
                        Instant.now());
    }

    private static String write(Map<Path, String> texts) {
        List<String> written = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        texts.forEach((file, text) -> {
            try {
                DumpFile.write(file, text);
                written.add(file.toString());
            } catch (IOException e) {
                failed.add(file + " (" + e + ")");
            }
        });
        if (texts.isEmpty()) {
            return NOTHING;
        }
        return (written.isEmpty() ? "" : "written: " + String.join(", ", written))
                + (written.isEmpty() || failed.isEmpty() ? "" : "; ")
                + (failed.isEmpty() ? "" : "NOT written: " + String.join(", ", failed));
    }
}
