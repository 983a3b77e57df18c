package io.keepsake.daemon;

import io.keepsake.config.Checked;
import io.keepsake.config.ConfigFile;
import io.keepsake.config.ConfigOptions;
import io.keepsake.config.LoadedConfig;
import io.keepsake.config.problem.Problem;
import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.ConfigRefused;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.Moment;
import io.keepsake.daemon.loop.ElectionLoop;
import io.keepsake.daemon.loop.EffectExecutor;
import io.keepsake.daemon.loop.Inbox;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Reads the configuration again, and says what that would change. A file that cannot be used changes nothing. From any
 * thread but the election's.
 */
final class Reloader {
    private final Path file;
    private final ConfigOptions options;
    private final int removedMax;
    private final Inbox inbox;
    private final EffectExecutor executor;
    private final ElectionLoop loop;

    /** @param removedMax the most virtual servers that a reload may remove; negative for any number */
    Reloader(Path file, ConfigOptions options, int removedMax, Inbox inbox, EffectExecutor executor, ElectionLoop loop) {
        this.file = file;
        this.options = options;
        this.removedMax = removedMax;
        this.inbox = inbox;
        this.executor = executor;
        this.loop = loop;
    }

    /**
     * What came of a reload.
     *
     * @param messages what was found in the file, as {@code -t} prints it
     */
    record Answer(boolean accepted, List<String> messages) {
        Answer {
            messages = List.copyOf(messages);
        }
    }

    /** Reads the file again; what was found is an event either way. */
    synchronized Answer reload() {
        var checked = ConfigFile.load(file, options);
        var messages = new ArrayList<>(texts(checked.problems()));
        if (checked instanceof Checked.Valid<LoadedConfig>(var loaded, var _)) {
            int removed = removed(loop.state(), loaded.config());
            if (removedMax < 0 || removed <= removedMax) {
                executor.announce(loaded.config(), loaded.secrets());
                inbox.offer(new ConfigAccepted(loaded.config(), loaded.text()));
                return new Answer(true, messages);
            }
            messages.add(file + ": this reload would remove " + removed + " virtual servers, at most " + removedMax
                    + " may go at once (--reload-removes-max); restart the director, or remove them in steps");
        }
        inbox.offer(new ConfigRefused(messages));
        return new Answer(false, messages);
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    private static int removed(NodeState state, ControllerConfig next) {
        var director = state.director();
        if (director == null) {
            return 0;
        }
        var names = new HashSet<String>();
        next.virtualServers().forEach(server -> names.add(server.name().value()));
        return (int) director.config().virtualServers().stream()
                .filter(server -> !names.contains(server.name().value()))
                .count();
    }

    /**
     * What this director would decide and do if {@code next} were its configuration now: the reducer itself says it, and
     * nothing is done.
     */
    Answer plan(Path next) {
        var checked = ConfigFile.load(next, options);
        var lines = new ArrayList<>(texts(checked.problems()));
        if (!(checked instanceof Checked.Valid<LoadedConfig>(var loaded, var _))) {
            return new Answer(false, lines);
        }
        var event = new ConfigAccepted(loaded.config(), "");
        var recorded = new Recorded(1, new Moment(System.nanoTime()), Instant.now(), event);
        var turn = NodeReducer.reduce(loop.state(), recorded).turn();
        turn.decisions().forEach(decision -> lines.add(EventText.print(decision)));
        turn.effects().forEach(effect -> lines.add("> " + EventText.print(effect)));
        if (turn.decisions().isEmpty() && turn.effects().isEmpty()) {
            lines.add("nothing changes");
        }
        return new Answer(true, lines);
    }
}
