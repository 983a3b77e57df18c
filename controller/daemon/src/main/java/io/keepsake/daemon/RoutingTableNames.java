package io.keepsake.daemon;

import io.keepsake.config.ConfigOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The names that iproute2 knows of routing tables. */
final class RoutingTableNames {
    /** Later ones count more. */
    private static final List<Path> DIRECTORIES = List.of(Path.of("/usr/share/iproute2"), Path.of("/etc/iproute2"));

    private static final Pattern LINE = Pattern.compile("\\s*([0-9]{1,10})\\s+([^\\s#]+).*");

    private RoutingTableNames() {}

    /** Their numbers by their names; a file that cannot be read names none. */
    static Map<String, Long> read() {
        var tables = new HashMap<>(ConfigOptions.TABLES);
        for (var directory : DIRECTORIES) {
            add(directory.resolve("rt_tables"), tables);
            more(directory.resolve("rt_tables.d")).forEach(file -> add(file, tables));
        }
        return tables;
    }

    private static List<Path> more(Path directory) {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException none) {
            return List.of();
        }
    }

    private static void add(Path file, Map<String, Long> tables) {
        for (var text : lines(file)) {
            var line = LINE.matcher(text);
            if (line.matches() && Long.parseLong(line.group(1)) >>> 32 == 0) {
                tables.put(line.group(2), Long.parseLong(line.group(1)));
            }
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
