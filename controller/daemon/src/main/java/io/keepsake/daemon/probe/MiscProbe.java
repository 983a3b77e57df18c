package io.keepsake.daemon.probe;

import io.keepsake.core.config.Check;
import io.keepsake.core.event.CheckFailure;

/** MISC_CHECK: a script's exit status. One that still runs is not started again. */
final class MiscProbe implements Probe {
    private final Tools tools;
    private final Check.Misc check;
    private final String subject;
    private final long timeoutNanos;
    private final CheckReport report;
    private boolean busy;
    private boolean wanted;

    MiscProbe(Tools tools, Check.Misc check, String subject, long timeoutNanos, CheckReport report) {
        this.tools = tools;
        this.check = check;
        this.subject = subject;
        this.timeoutNanos = timeoutNanos;
        this.report = report;
    }

    @Override
    public boolean begin(long now) {
        if (busy) {
            return false;
        }
        tools.runner().run(subject, check.script(), timeoutNanos, result -> tools.probeThread()
                .execute(() -> done(result)));
        busy = true;
        wanted = true;
        return true;
    }

    private void done(MiscResult result) {
        busy = false;
        if (wanted) {
            wanted = false;
            tell(result);
        }
    }

    private void tell(MiscResult result) {
        switch (result.end()) {
            case EXITED -> exited(result);
            case SIGNALLED -> report.failed(CheckFailure.SCRIPT, "ended by signal " + result.status() + output(result));
            case TIMED_OUT ->
                report.failed(CheckFailure.TIMEOUT, "timed out after " + Spans.text(timeoutNanos) + output(result));
            case UNKNOWN -> report.unknown("the script did not tell: " + result.output());
            case UNAVAILABLE -> report.passed("script unavailable: " + result.output());
        }
    }

    private void exited(MiscResult result) {
        int status = result.status();
        var text = "exit status " + status + output(result);
        if (status == 0) {
            report.passed(text);
        } else if (check.dynamic() && status >= 2) {
            report.passed(text, status - 2);
        } else {
            report.failed(CheckFailure.SCRIPT, text);
        }
    }

    private static String output(MiscResult result) {
        var last = result.output().strip();
        return last.isEmpty() ? "" : ": " + last.substring(last.lastIndexOf('\n') + 1);
    }

    /** The runner ends a script in time; there is nothing to add to that. */
    @Override
    public void expire() {}

    @Override
    public void cancel() {
        wanted = false;
    }
}
