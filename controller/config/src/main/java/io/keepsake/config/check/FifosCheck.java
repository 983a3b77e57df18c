package io.keepsake.config.check;

import io.keepsake.config.check.checkers.ScriptCheck;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.NotifyFifo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code notify_fifo}, {@code vrrp_notify_fifo} and {@code lvs_notify_fifo}, and the scripts that read them. */
final class FifosCheck {
    private final Problems problems;
    private final Values values;
    private final List<NotifyFifo> fifos = new ArrayList<>();

    private FifosCheck(Problems problems, Values values) {
        this.problems = problems;
        this.values = values;
    }

    static List<NotifyFifo> read(Problems problems, Values values) {
        var check = new FifosCheck(problems, values);
        check.fifo("notify_fifo", true, true);
        check.fifo("vrrp_notify_fifo", false, true);
        check.fifo("lvs_notify_fifo", true, false);
        return List.copyOf(check.fifos);
    }

    private void fifo(String keyword, boolean servers, boolean instances) {
        var path = path(keyword);
        var scriptLine = values.last(keyword + "_script");
        if (path == null) {
            if (scriptLine != null && values.last(keyword) == null) {
                problems.warn(
                        scriptLine.keyword().place(),
                        keyword + "_script has no " + keyword + " to read; it is not started");
            }
            return;
        }
        var script = new ScriptCheck(problems).script(scriptLine);
        var same = fifos.stream().filter(f -> f.path().equals(path)).findFirst();
        if (same.isPresent()) {
            var other = same.get();
            fifos.remove(other);
            fifos.add(new NotifyFifo(
                    path,
                    other.servers() || servers,
                    other.instances() || instances,
                    other.script() == null ? script : other.script()));
        } else {
            fifos.add(new NotifyFifo(path, servers, instances, script));
        }
    }

    private @Nullable String path(String keyword) {
        var line = values.last(keyword);
        var path = values.value(keyword);
        if (line == null || path == null) {
            return null;
        }
        if (!path.text().startsWith("/") || path.text().indexOf('\0') >= 0) {
            problems.warn(path.place(), keyword + " must be an absolute path, was \"" + path.text() + "\"; ignored");
            return null;
        }
        if (line.values().size() > 1) {
            problems.notApplied(
                    "user of " + keyword,
                    line.values().get(1).place(),
                    "the pipe belongs to the account of the director");
        }
        return path.text();
    }
}
