package io.keepsake.daemon.probe;

import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.daemon.sys.Sockets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a thread of probes is asked to do, in the order of asking. */
sealed interface ProbeOrder {
    void carryOut(ProbeLoop loop);

    /**
     * From now on exactly these checkers, in the order of the configuration.
     *
     * @param servers that are configured, also those without any of these checkers
     */
    record Configure(Set<VirtualServerName> servers, Map<CheckerId, Incarnation> checkers) implements ProbeOrder {
        @Override
        public void carryOut(ProbeLoop loop) {
            loop.configure(servers, checkers);
        }
    }

    record Pace(CheckerId checker, long everyNanos) implements ProbeOrder {
        @Override
        public void carryOut(ProbeLoop loop) {
            loop.pace(checker, everyNanos);
        }
    }

    record Suspend(VirtualServerName server) implements ProbeOrder {
        @Override
        public void carryOut(ProbeLoop loop) {
            loop.suspend(server);
        }
    }

    record Resume(VirtualServerName server) implements ProbeOrder {
        @Override
        public void carryOut(ProbeLoop loop) {
            loop.resume(server);
        }
    }

    /** Something that a loop, known by its sockets, left for itself; no other loop has any use for it. */
    record Own(Sockets owner, Runnable task) implements ProbeOrder {
        @Override
        public void carryOut(ProbeLoop loop) {
            if (loop.sockets() == owner) {
                task.run();
            }
        }
    }

    /** What was ordered and still holds, so that a new loop can take over from one that failed. For one thread. */
    final class Standing {
        private Set<VirtualServerName> servers = Set.of();
        private Map<CheckerId, Incarnation> checkers = Map.of();
        private final Map<CheckerId, Long> paces = new HashMap<>();
        private final Set<VirtualServerName> suspended = new LinkedHashSet<>();

        void note(ProbeOrder order) {
            switch (order) {
                case Configure configure -> {
                    var before = checkers;
                    servers = configure.servers();
                    checkers = configure.checkers();
                    paces.keySet().removeIf(id -> isAnother(before.get(id), checkers.get(id)));
                    suspended.retainAll(servers);
                }
                case Pace pace -> {
                    if (pace.everyNanos() > 0 && checkers.containsKey(pace.checker())) {
                        paces.put(pace.checker(), pace.everyNanos());
                    }
                }
                case Suspend suspend -> suspended.add(suspend.server());
                case Resume resume -> suspended.remove(resume.server());
                case Own _ -> {}
            }
        }

        private static boolean isAnother(@Nullable Incarnation before, @Nullable Incarnation after) {
            return before == null || after == null || before.number() != after.number();
        }

        void carryOut(ProbeLoop loop) {
            suspended.forEach(loop::suspend);
            loop.configure(servers, checkers);
            paces.forEach(loop::pace);
        }
    }
}
