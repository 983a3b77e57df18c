package io.keepsake.core.text;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.Event;
import java.util.List;

/**
 * The named fields of every event, decision and effect: a codec for each kind, in one file a family. Rules of the form:
 * a kind's name and its fields' names are never used for something else; a new field goes to the end and has a sensible
 * zero; a kind that is no longer made keeps its codec.
 */
public final class Fields {
    private static final Codecs<Event> EVENTS = new Codecs<>(
            "event",
            VrrpCodecs.ALL,
            LinkCodecs.ALL,
            RoutingCodecs.ALL,
            HealthCodecs.ALL,
            IpvsCodecs.ALL,
            FirewallFields.EVENTS,
            ScriptCodecs.ALL,
            TrackCodecs.ALL,
            OperatorCodecs.ALL,
            LoopCodecs.ALL,
            InstanceCodecs.ALL,
            InstanceCodecs.GROUPS,
            ServerCodecs.ALL,
            ScriptCodecs.DECISIONS,
            TrackCodecs.DECISIONS,
            LinkCodecs.DECISIONS);
    private static final Codecs<Effect> EFFECTS = new Codecs<>("effect", EffectCodecs.ALL);

    /** Every kind of event there is, decisions included. The place of a kind is not significant. */
    public static final List<String> EVENT_KINDS = EVENTS.kinds();

    /** Every kind of effect there is. */
    public static final List<String> EFFECT_KINDS = EFFECTS.kinds();

    private Fields() {}

    /** The kind of an event: the simple name of its type. */
    public static String kind(Event event) {
        return event.getClass().getSimpleName();
    }

    /** The kind of an effect: the simple name of its type. */
    public static String kind(Effect effect) {
        return effect.getClass().getSimpleName();
    }

    /** Writes the fields of {@code event}, without its kind. */
    public static void writeEvent(Event event, FieldSink out) {
        EVENTS.write(event, out);
    }

    /**
     * Reads the fields of an event of this kind.
     *
     * @throws IllegalArgumentException when the kind is unknown or a value is out of its range
     */
    public static Event readEvent(String kind, FieldSource in) {
        return EVENTS.read(kind, in);
    }

    /** Writes the fields of {@code effect}, without its kind. */
    public static void writeEffect(Effect effect, FieldSink out) {
        EFFECTS.write(effect, out);
    }

    /**
     * Reads the fields of an effect of this kind.
     *
     * @throws IllegalArgumentException when the kind is unknown or a value is out of its range
     */
    public static Effect readEffect(String kind, FieldSource in) {
        return EFFECTS.read(kind, in);
    }
}
