package io.keepsake.daemon.script;

import io.keepsake.fuzz.Bounds;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** What a script runner reports, to the end of the stream or the first that is no report. */
public final class ReportTarget {
    private ReportTarget() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Bounds.check(input.length, 65_536, 8_192, () -> {
            var in = new ByteArrayInputStream(input);
            try {
                for (var report = Report.read(in); report != null; report = Report.read(in)) {
                    if (report.number() < 0 || report.status() < 0) {
                        throw new AssertionError(report.toString());
                    }
                }
            } catch (IOException refused) {
                if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                    throw new AssertionError("a refusal says nothing", refused);
                }
            }
        });
    }
}
