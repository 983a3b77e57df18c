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
                var report = RunnerWire.report(in);
                while (report != null) {
                    report = RunnerWire.report(in);
                }
            } catch (IOException refused) {
                if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                    throw new AssertionError("a refusal says nothing", refused);
                }
            }
        });
    }
}
