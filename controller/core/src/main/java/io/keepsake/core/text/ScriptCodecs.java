package io.keepsake.core.text;

import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Decision.TrackedScriptFailed;
import io.keepsake.core.event.Decision.TrackedScriptPassed;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.ScriptEvent.End;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.event.ScriptEvent.ScriptUnavailable;
import java.util.List;

/** What became of scripts. */
final class ScriptCodecs {
    static final List<Codec<? extends ScriptEvent>> ALL = List.of(
            Codec.of(
                    ScriptEnded.class,
                    ScriptEnded::new,
                    Field.index("effect", ScriptEnded::effect),
                    Field.text("subject", ScriptEnded::subject),
                    Field.text("command", ScriptEnded::command),
                    Field.word("end", End.class, ScriptEnded::end),
                    Field.integer("status", ScriptEnded::status),
                    Field.nanos("took", ScriptEnded::tookNanos),
                    Field.text("output", ScriptEnded::output)),
            Codec.of(
                    ScriptUnavailable.class,
                    ScriptUnavailable::new,
                    Field.text("subject", ScriptUnavailable::subject),
                    Field.text("command", ScriptUnavailable::command),
                    Field.text("reason", ScriptUnavailable::reason)));

    /** The decisions about scripts that instances track. */
    static final List<Codec<? extends Decision.OfScript>> DECISIONS = List.of(
            Codec.of(
                    TrackedScriptFailed.class,
                    TrackedScriptFailed::new,
                    Field.name("script", TrackedScriptFailed::script),
                    Field.integer("failures", TrackedScriptFailed::failures),
                    Field.integer("needed", TrackedScriptFailed::needed),
                    Field.text("detail", TrackedScriptFailed::detail)),
            Codec.of(
                    TrackedScriptPassed.class,
                    TrackedScriptPassed::new,
                    Field.name("script", TrackedScriptPassed::script),
                    Field.integer("passes", TrackedScriptPassed::passes),
                    Field.integer("needed", TrackedScriptPassed::needed)));

    private ScriptCodecs() {}
}
