package io.keepsake.config.process;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where dumps are written, and how.
 *
 * @param state {@code state_dump_file}; null for {@code keepalived.data}
 * @param stats {@code stats_dump_file}; null for {@code keepalived.stats}
 * @param json {@code json_dump_file}; null for {@code keepalived.json}
 * @param jsonVersion {@code json_version}, 1 or 2
 */
public record DumpChoices(
        @Nullable String state,
        @Nullable String stats,
        @Nullable String json,
        int jsonVersion) {
    public static final DumpChoices NONE = new DumpChoices(null, null, null, 1);

    /** The file of the VRRP instances. */
    public Path state(Path directory) {
        return file(directory, state, "keepalived.data");
    }

    public Path stats(Path directory) {
        return file(directory, stats, "keepalived.stats");
    }

    public Path json(Path directory) {
        return file(directory, json, "keepalived.json");
    }

    /** The file of another process of keepalived's: with {@code suffix} before the extension of {@link #state(Path)}. */
    public Path state(Path directory, String suffix) {
        var file = state(directory);
        var name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.resolveSibling(dot <= 0 ? name + suffix : name.substring(0, dot) + suffix + name.substring(dot));
    }

    private static Path file(Path directory, @Nullable String chosen, String usual) {
        if (chosen == null) {
            return directory.resolve(usual);
        }
        // a path of its own stays as it is
        var path = directory.resolve(chosen);
        return chosen.endsWith("/") ? path.resolve(usual) : path;
    }
}
