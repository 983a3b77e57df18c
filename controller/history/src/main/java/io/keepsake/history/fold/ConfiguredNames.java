package io.keepsake.history.fold;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalReader;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Names of instances and virtual servers. */
public final class ConfiguredNames {
    private ConfiguredNames() {}

    /** Those of a configuration. */
    public static Stream<String> of(ControllerConfig config) {
        return Stream.concat(
                config.instances().stream().map(instance -> instance.name().value()),
                config.virtualServers().stream().map(server -> server.name().value()));
    }

    /** Those that are configured in the window or at the end of the journal. */
    public static Set<String> in(JournalReader reader, Window window) throws JournalFailure {
        var names = new LinkedHashSet<String>();
        window.seekState(reader);
        read(reader, window, names);
        reader.seekState(Instant.MAX);
        read(reader, Window.ALL, names);
        return names;
    }

    private static void read(JournalReader reader, Window window, Set<String> names) throws JournalFailure {
        for (var item = reader.next(); item != null; item = reader.next()) {
            if (item instanceof TurnRead(var run, var turn)) {
                if (window.endsBefore(run, turn)) {
                    return;
                }
                if (turn.recorded().event() instanceof ConfigAccepted accepted) {
                    of(accepted.config()).forEach(names::add);
                } else if (turn.recorded().event() instanceof Checkpoint checkpoint) {
                    of(checkpoint, names);
                }
            }
        }
    }

    private static void of(Checkpoint checkpoint, Set<String> names) {
        try {
            var vrrp = NodeState.of(checkpoint).vrrp();
            if (vrrp != null) {
                of(vrrp.config()).forEach(names::add);
            }
        } catch (IllegalArgumentException damaged) {
            // it tells no names
            return;
        }
    }
}
