package io.keepsake.daemon.probe;

import io.keepsake.core.event.CheckFailure;
import io.keepsake.daemon.probe.wire.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** FILE_CHECK: reads the number in a file, on a thread of its own since a file may be far away. */
final class FileProbe implements Probe {
    private static final int BYTES_MAX = 64;
    private static final int QUOTED_MAX = 32;
    private static final String NUMBER = "[+-]?[0-9]{1,18}";

    private final Tools tools;
    private final String path;
    private final CheckReport report;
    private boolean busy;
    private boolean wanted;

    /** What the file held, or why that is no number. */
    private sealed interface Content {
        record Found(long number) implements Content {}

        record Nothing(String why) implements Content {}
    }

    FileProbe(Tools tools, String path, CheckReport report) {
        this.tools = tools;
        this.path = path;
        this.report = report;
    }

    @Override
    public boolean begin(long now) {
        if (busy) {
            return false;
        }
        busy = true;
        wanted = true;
        tools.fileReader().execute(() -> {
            var content = read();
            tools.probeThread().execute(() -> done(content));
        });
        return true;
    }

    private Content read() {
        try {
            var file = Path.of(path);
            return Files.isRegularFile(file) ? parse(file) : new Content.Nothing(path + ": no such file");
        } catch (IOException | InvalidPathException e) {
            return new Content.Nothing(
                    path + ": cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private Content parse(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var text = new String(in.readNBytes(BYTES_MAX), StandardCharsets.ISO_8859_1).strip();
            return text.matches(NUMBER)
                    ? new Content.Found(Long.parseLong(text))
                    : new Content.Nothing(path + ": expected a number, was " + Printable.quoted(text, QUOTED_MAX));
        }
    }

    private void done(Content content) {
        busy = false;
        if (wanted) {
            wanted = false;
            switch (content) {
                case Content.Found found -> report.read(found.number());
                case Content.Nothing nothing -> report.failed(CheckFailure.LOCAL, nothing.why());
            }
        }
    }

    @Override
    public void expire() {
        wanted = false;
        report.failed(CheckFailure.LOCAL, path + ": cannot be read in time");
    }

    @Override
    public void cancel() {
        wanted = false;
    }
}
