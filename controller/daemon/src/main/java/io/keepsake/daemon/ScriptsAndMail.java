package io.keepsake.daemon;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.NotifyFifo;
import io.keepsake.core.config.ScriptRules;
import io.keepsake.core.effect.Effect.RunScript;
import io.keepsake.core.effect.Effect.SendMail;
import io.keepsake.core.effect.Effect.WriteFifo;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.event.ScriptEvent.ScriptUnavailable;
import io.keepsake.core.value.Script;
import io.keepsake.daemon.alert.Mailer;
import io.keepsake.daemon.alert.NotifyFifos;
import io.keepsake.daemon.loop.EffectExecutor;
import io.keepsake.daemon.probe.MiscResult;
import io.keepsake.daemon.script.AwaitedScript;
import io.keepsake.daemon.script.ScriptRunner;
import io.keepsake.daemon.track.TrackedFiles;
import io.keepsake.daemon.track.TrackedProcesses;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Scripts, mail, the notify pipe, tracked files and processes, behind the one door the loop knows. */
final class ScriptsAndMail implements EffectExecutor.Messages, AutoCloseable {
    /** keepalived lets a notify script run for ever; one that hangs would hold up all later ones of its subject. */
    private static final long NOTIFY_NANOS = 600_000_000_000L;

    /** As long as it likes: a hundred years. */
    private static final long READER_NANOS = 3_155_760_000_000_000_000L;

    private static final long CLOSE_MILLIS = 2_000;

    /** Those that the stop causes; below the TimeoutStopSec of the unit. */
    private static final long NOTIFY_CLOSE_MILLIS = 15_000;

    /** One that does not end when it is terminated is killed. */
    private static final long KILLED_NANOS = 5_000_000_000L;

    private final Consumer<Event> inbox;
    private final ScriptRunner scripts = ScriptRunner.open();
    private final Mailer mailer;
    private final NotifyFifos fifos;
    private final TrackedFiles files;
    private final TrackedProcesses processes;
    private volatile ScriptRules rules = ScriptRules.NONE;

    ScriptsAndMail(Consumer<Event> inbox) {
        this.inbox = inbox;
        mailer = new Mailer(inbox);
        fifos = new NotifyFifos(inbox, this::startReader);
        files = TrackedFiles.start(inbox);
        processes = TrackedProcesses.start(inbox, Path.of("/proc"));
    }

    @Override
    public void configure(ControllerConfig config) {
        rules = config.scripts();
        mailer.configure(config.mail());
        fifos.configure(config.fifos());
        files.configure(config.trackFiles());
        processes.configure(config.trackProcesses());
        if (!config.virtualServers().isEmpty() || !config.instances().isEmpty()) {
            Thread.ofPlatform().daemon().name("script-examination").start(() -> examine(config));
        }
    }

    /** Every script that could not run is told when it is configured, not when it is needed. */
    private void examine(ControllerConfig config) {
        ConfiguredScripts.forEach(config, (subject, script) -> {
            scripts.prepare();
            var defect = ScriptRunner.defect(script, config.scripts());
            if (defect != null) {
                inbox.accept(new ScriptUnavailable(subject, script.toString(), defect));
            }
        });
    }

    @Override
    public void handle(long effect, RunScript run) {
        scripts.run(
                new ScriptRunner.Order(
                        effect,
                        run.subject(),
                        run.script(),
                        run.arguments(),
                        run.tracked() ? run.timeoutNanos() : NOTIFY_NANOS,
                        run.tracked()),
                rules,
                inbox::accept);
    }

    @Override
    public void handle(long effect, SendMail mail) {
        mailer.handle(effect, mail);
    }

    @Override
    public void handle(long effect, WriteFifo line) {
        fifos.handle(effect, line);
    }

    /** It reads until the pipe has no writer any more. */
    private void startReader(NotifyFifo fifo) {
        var script = fifo.script();
        if (script != null) {
            scripts.run(
                    new ScriptRunner.Order(
                            0, "notify_fifo_script " + fifo.path(), script, List.of(fifo.path()), READER_NANOS, true),
                    rules,
                    inbox::accept);
        }
    }

    /** Runs the script of a check: its end is the result of the check, and no event of its own. */
    void runMisc(String subject, Script script, long timeoutNanos, Consumer<MiscResult> done) {
        scripts.run(
                new ScriptRunner.Order(0, subject, script, List.of(), timeoutNanos, true),
                rules,
                event -> done.accept(result(event)));
    }

    private static MiscResult result(ScriptEvent event) {
        return switch (event) {
            case ScriptEnded e ->
                new MiscResult(
                        switch (e.end()) {
                            case EXITED -> MiscResult.End.EXITED;
                            case SIGNALLED -> MiscResult.End.SIGNALLED;
                            case TIMED_OUT -> MiscResult.End.TIMED_OUT;
                            case UNKNOWN -> MiscResult.End.UNKNOWN;
                        },
                        e.status(),
                        e.output());
            case ScriptUnavailable e -> new MiscResult(MiscResult.End.UNAVAILABLE, 0, e.reason());
        };
    }

    /** Runs a script and waits for it: its end is an event, whenever it comes. Not for the election thread. */
    void runAndWait(String keyword, Script script, ScriptRules account, long timeoutNanos) {
        new AwaitedScript(scripts, inbox::accept, System.err::println)
                .run(keyword, script, account, timeoutNanos, timeoutNanos + KILLED_NANOS);
    }

    @Override
    public void close() {
        files.close();
        processes.close();
        fifos.close(); // a script that reads one sees its end, and ends
        scripts.close(CLOSE_MILLIS, NOTIFY_CLOSE_MILLIS);
        mailer.close();
    }
}
