package io.keepsake.core.track;

import io.keepsake.core.config.TrackFile;
import io.keepsake.core.event.TrackEvent.TrackedFileRead;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The number in every {@code vrrp_track_file} that was read. Immutable. */
record FileTable(List<TrackFile> files, Map<String, Long> numbers) {
    FileTable {
        files = List.copyOf(files);
        numbers = Map.copyOf(numbers);
    }

    /** No file was read yet. */
    static FileTable begun(List<TrackFile> files) {
        return new FileTable(files, Map.of());
    }

    /** What was read of the same file goes on counting. */
    FileTable reloaded(List<TrackFile> next) {
        var kept = new HashMap<String, Long>();
        for (var file : next) {
            var number = numbers.get(file.name());
            if (number != null && files.stream().anyMatch(file::same)) {
                kept.put(file.name(), number);
            }
        }
        return new FileTable(next, kept);
    }

    /** The table after a reading; the same object when nothing differs. */
    FileTable after(TrackedFileRead read) {
        var before = numbers.get(read.file());
        boolean configured = files.stream().anyMatch(file -> file.name().equals(read.file()));
        if (!configured || before != null && before == read.number()) {
            return this;
        }
        var other = new HashMap<>(numbers);
        other.put(read.file(), read.number());
        return new FileTable(files, other);
    }

    /** The number in this file; null while it was not read. */
    @Nullable Long number(String file) {
        return numbers.get(file);
    }

    /** One line a file that was read, for a checkpoint. */
    List<String> print() {
        return files.stream()
                .filter(file -> numbers.containsKey(file.name()))
                .map(file -> {
                    var out = new TextSink("TrackedFile");
                    out.name("file", file.name());
                    out.number("number", numbers.getOrDefault(file.name(), 0L));
                    return out.toString();
                })
                .toList();
    }

    /** Reads what {@link #print} wrote; lines of other kinds, and of files that are not these, are passed over. */
    static FileTable parse(List<TrackFile> files, List<String> lines) {
        var numbers = new HashMap<String, Long>();
        for (var line : lines) {
            if (TextSource.kind(line).equals("TrackedFile")) {
                var in = TextSource.of(line);
                numbers.put(in.name("file"), in.number("number"));
            }
        }
        numbers.keySet().retainAll(files.stream().map(TrackFile::name).collect(Collectors.toSet()));
        return new FileTable(files, numbers);
    }
}
