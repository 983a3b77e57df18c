package io.keepsake.core.text;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.Event;

/**
 * One event or effect on one line: its kind, then {@code name=value} for each field. Parsing a printed line gives an
 * equal value. Scenario files, the replay tool, logs and the web page all use this form.
 *
 * <pre>
 * AdvertReceived instance=VI_1 source=192.168.181.133 ttl=255 late=0.000012s version=V2 vrid=1 priority=100 ...
 * BecameMaster instance=VI_1 from=BACKUP why=MasterDownExpired{armed=ADVERT by=#812 at=41.2 due=44.809375 ...}
 * </pre>
 *
 * Times are seconds, spans end in {@code s}, indexes of other events begin with {@code #}, lists are {@code [{...}
 * {...}]}.
 */
public final class EventText {
    private EventText() {}

    public static String print(Event event) {
        var sink = new TextSink(Fields.kind(event));
        Fields.writeEvent(event, sink);
        return sink.toString();
    }

    public static String print(Effect effect) {
        var sink = new TextSink(Fields.kind(effect));
        Fields.writeEffect(effect, sink);
        return sink.toString();
    }

    /**
     * The event that {@code line} writes.
     *
     * @throws IllegalArgumentException naming the place when the line is malformed, or the field that is missing or out
     *     of range
     */
    public static Event parseEvent(String line) {
        var parsed = TextLine.parse(line);
        return Fields.readEvent(parsed.kind(), new TextSource(parsed.fields()));
    }

    /**
     * The effect that {@code line} writes.
     *
     * @throws IllegalArgumentException as {@link #parseEvent}
     */
    public static Effect parseEffect(String line) {
        var parsed = TextLine.parse(line);
        return Fields.readEffect(parsed.kind(), new TextSource(parsed.fields()));
    }
}
