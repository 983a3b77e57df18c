package io.keepsake.core.text;

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

    private ScriptCodecs() {}
}
