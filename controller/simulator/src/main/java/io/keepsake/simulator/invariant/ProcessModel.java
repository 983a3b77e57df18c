package io.keepsake.simulator.invariant;

import io.keepsake.core.config.TrackProcess;
import io.keepsake.core.config.TrackedProcess;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.TrackEvent.TrackedProcessesCounted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether enough of the processes that instances track run, by the counts and delays alone; written a second time. */
final class ProcessModel {
    private static final long NEVER = Long.MAX_VALUE;

    private Map<String, One> byName = new HashMap<>();

    private static final class One {
        private TrackProcess config;
        private @Nullable Boolean enough;
        private int count;
        private long turnsAt = NEVER;

        One(TrackProcess config) {
            this.config = config;
        }

        private boolean wanted() {
            return count >= config.quorum() && count <= config.quorumMax();
        }

        /** A delay that runs is not begun anew, but a reload may make it shorter. */
        void judge(long now) {
            if (enough == null) {
                enough = wanted();
            } else if (enough == wanted()) {
                turnsAt = NEVER;
            } else {
                long delay = wanted() ? config.forkDelayNanos() : config.terminateDelayNanos();
                turnsAt = Math.min(turnsAt, now + delay);
            }
        }

        boolean turn(long now) {
            if (enough == null || turnsAt > now) {
                return false;
            }
            enough = !enough;
            turnsAt = NEVER;
            return true;
        }
    }

    /** Takes the next turn of the run; gives whether what it says of a process may be another than before. */
    boolean fill(Turn turn, boolean stopping) {
        long now = turn.recorded().at().nanos();
        return switch (turn.recorded().event()) {
            case ConfigAccepted e -> {
                configure(e.config().trackProcesses(), now);
                yield true;
            }
            case TrackedProcessesCounted e
            when !stopping -> {
                var one = byName.get(e.process());
                if (one != null) {
                    one.count = e.count();
                    one.judge(now);
                    one.turn(now);
                }
                yield true;
            }
            case DeadlineReached _ when !stopping -> turn(now);
            default -> false;
        };
    }

    private boolean turn(long now) {
        boolean any = false;
        for (var one : byName.values()) {
            any |= one.turn(now);
        }
        return any;
    }

    private void configure(List<TrackProcess> next, long now) {
        var others = new HashMap<String, One>();
        for (var config : next) {
            var before = byName.get(config.name());
            boolean same = before != null && before.config.command().equals(config.command());
            var one = same && before != null ? before : new One(config);
            one.config = config;
            if (one.enough != null) {
                one.judge(now);
            }
            others.put(config.name(), one);
        }
        byName = others;
    }

    private @Nullable Boolean enough(TrackedProcess tracked) {
        var one = byName.get(tracked.process());
        return one == null ? null : one.enough;
    }

    /** What these add to a priority. */
    int weight(List<TrackedProcess> tracked) {
        int sum = 0;
        for (var t : tracked) {
            var enough = enough(t);
            if (enough != null && (enough != t.reverse()) == t.weight() > 0) {
                sum += t.weight();
            }
        }
        return sum;
    }

    /** Whether one of these is a fault. */
    boolean fails(List<TrackedProcess> tracked) {
        return tracked.stream().anyMatch(t -> {
            var enough = enough(t);
            return t.weight() == 0 && enough != null && enough == t.reverse();
        });
    }

    /** Whether the first count of one of these is waited for. */
    boolean waits(List<TrackedProcess> tracked) {
        return tracked.stream().anyMatch(t -> t.weight() == 0 && enough(t) == null);
    }
}
