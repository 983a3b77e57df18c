package io.keepsake.daemon.probe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.Check;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.HealthEvent.CheckPassed;
import io.keepsake.daemon.sys.Sockets;
import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What is ordered of a thread that has not begun, and of one that never does. */
class ProbeThreadTest {
    private final List<Event> told = new CopyOnWriteArrayList<>();

    private ProbeThread thread() {
        return new ProbeThread("probe", told::add, (_, _, _, _) -> {}, 1, Sockets::load);
    }

    /** As a reload does where no check is of this thread; what only the order holds. */
    private static WeakReference<Object> reload(ProbeThread thread) {
        var servers = new HashSet<>(Set.of(Probing.SERVER));
        thread.offer(new ProbeOrder.Configure(servers, Map.of()));
        return new WeakReference<>((Object) servers);
    }

    @Test
    void oneThatNeverBeginsKeepsNoOrdersButTheLast() {
        try (var thread = thread()) {
            var first = reload(thread);
            reload(thread);
            Await.until("the first reload is forgotten", Probing.PATIENCE, () -> {
                System.gc();
                return first.refersTo(null);
            });
        }
    }

    @Test
    void itBeginsWithWhatWasOrderedBefore() throws IOException {
        try (var server = ScriptedServer.silent();
                var thread = thread()) {
            var checker = Probing.checker(
                    new Check.Tcp(), Probing.local(server.port()), Probing.SECOND, 3_600 * Probing.SECOND, 0);
            thread.offer(new ProbeOrder.Configure(
                    Set.of(Probing.SERVER), Map.of(Probing.id(0), new Incarnation(checker, 1))));
            thread.offer(new ProbeOrder.Pace(Probing.id(0), 50 * Probing.MILLI));
            thread.start();
            Await.until("results at the pace", Probing.PATIENCE, () -> told.size() > 4);
            assertTrue(told.stream().allMatch(CheckPassed.class::isInstance), told::toString);
        }
    }
}
