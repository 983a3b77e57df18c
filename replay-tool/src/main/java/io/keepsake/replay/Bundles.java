package io.keepsake.replay;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Files that hold the journals of several nodes: {@code journals/NODE/run-N/...} in a zip. */
final class Bundles {
    private static final Pattern ENTRY =
            Pattern.compile("journals/([A-Za-z0-9_][A-Za-z0-9_.-]*)/run-\\d+(\\.\\d+)?/[^/]+");
    private static final FileTime SAME = FileTime.from(Instant.parse("2000-01-01T00:00:00Z"));

    /** What was unpacked, so that each is unpacked once. */
    private static final Map<Path, Path> UNPACKED = new ConcurrentHashMap<>();

    private Bundles() {}

    /** The directory of one node, where {@code path} is {@code FILE/NODE}; else the path itself. */
    static Path resolve(Path path) throws WrongUsage {
        var file = path.getParent();
        if (file == null || !Files.isRegularFile(file)) {
            return path;
        }
        var node = journals(file).get(String.valueOf(path.getFileName()));
        return node == null ? path : node;
    }

    /** The journals in a bundle by the names of their nodes; none where it is no bundle. */
    static SequencedMap<String, Path> journals(Path file) throws WrongUsage {
        var nodes = new LinkedHashMap<String, Path>();
        if (!Files.isRegularFile(file)) {
            return nodes;
        }
        try {
            var there = unpacked(file.toRealPath());
            if (there != null) {
                try (var children = Files.list(there.resolve("journals"))) {
                    children.sorted().forEach(child -> nodes.put(String.valueOf(child.getFileName()), child));
                }
            }
            return nodes;
        } catch (IOException e) {
            throw new WrongUsage("bundle " + file + " cannot be unpacked: " + e.getMessage());
        }
    }

    private static synchronized @Nullable Path unpacked(Path file) throws IOException {
        var known = UNPACKED.get(file);
        if (known != null) {
            return known;
        }
        try (var zip = new ZipFile(file.toFile())) {
            var names = zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> ENTRY.matcher(name).matches())
                    .toList();
            if (names.isEmpty()) {
                return null;
            }
            var there = Files.createTempDirectory("replay-bundle-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(there)));
            for (var name : names) {
                var to = there.resolve(name);
                Files.createDirectories(Objects.requireNonNull(to.getParent()));
                try (var in = zip.getInputStream(Objects.requireNonNull(zip.getEntry(name)))) {
                    Files.copy(in, to);
                }
            }
            UNPACKED.put(file, there);
            return there;
        } catch (ZipException noZip) {
            return null;
        }
    }

    /** Packs a directory: the same bytes for the same files. */
    static void pack(Path directory, Path file) throws IOException {
        List<Path> files;
        try (var all = Files.walk(directory)) {
            files = all.filter(Files::isRegularFile)
                    .filter(each -> !String.valueOf(each.getFileName()).equals("lock"))
                    .sorted()
                    .toList();
        }
        try (OutputStream out = Files.newOutputStream(file);
                var zip = new ZipOutputStream(out)) {
            for (var each : files) {
                var entry = new ZipEntry(directory.relativize(each).toString());
                entry.setLastModifiedTime(SAME);
                zip.putNextEntry(entry);
                Files.copy(each, zip);
                zip.closeEntry();
            }
        }
    }

    static void delete(Path directory) {
        try (var all = Files.walk(directory)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException leftBehind) {
            return;
        }
    }
}
