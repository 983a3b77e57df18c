package io.keepsake.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** A sample as Prometheus reads it: name, sorted names of labels, and the whole series as it is written. */
record Exposed(String name, List<String> labels, String series, double value) {
    private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_0-9]+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    /** The samples of a scrape. */
    static List<Exposed> of(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(Exposed::sample)
                .toList();
    }

    private static Exposed sample(String line) {
        var sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new IllegalArgumentException("no sample: " + line);
        }
        var inside = sample.group(3) == null ? "" : sample.group(3);
        var labels =
                LABEL.matcher(inside).results().map(r -> r.group(1)).sorted().toList();
        return new Exposed(
                sample.group(1), labels, line.substring(0, line.lastIndexOf(' ')), Double.parseDouble(sample.group(4)));
    }

    /** The lines of a resource that are no comments. */
    static List<String> lines(String resource) throws IOException {
        try (var in = Exposed.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        }
    }
}
