package io.keepsake.core.text;

import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.ConfigRefused;
import io.keepsake.core.event.OperatorEvent.DrainCancelled;
import io.keepsake.core.event.OperatorEvent.DrainRequested;
import io.keepsake.core.event.OperatorEvent.HandoverRequested;
import io.keepsake.core.event.OperatorEvent.HoldReleased;
import io.keepsake.core.event.OperatorEvent.HoldRequested;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.event.OperatorEvent.ProcessStarted;
import io.keepsake.core.event.OperatorEvent.SignalHeard;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import java.util.List;

/** What people and the process that serves them did. */
final class OperatorCodecs {
    static final List<Codec<? extends OperatorEvent>> ALL = List.of(
            Codec.of(
                    ProcessStarted.class,
                    ProcessStarted::new,
                    Field.text("node", ProcessStarted::node),
                    Field.text("version", ProcessStarted::version),
                    Field.number("pid", ProcessStarted::pid),
                    Field.text("boot", ProcessStarted::bootId)),
            Codec.of(
                    ConfigAccepted.class,
                    ConfigAccepted::new,
                    Field.part(ConfigAccepted::config, ConfigFields::writeConfig, ConfigFields::readConfig),
                    Field.text("text", ConfigAccepted::text)),
            Codec.of(
                    ConfigRefused.class,
                    ConfigRefused::new,
                    Field.texts("problems", "problem", ConfigRefused::problems)),
            Codec.of(
                    LeftoversRecalled.class,
                    LeftoversRecalled::new,
                    Field.part(LeftoversRecalled::leftovers, HealthFields.LEFTOVERS)),
            Codec.of(DrainRequested.class, DrainRequested::new, Field.part(DrainRequested::drain, HealthFields.DRAIN)),
            new Codec<>(
                    DrainCancelled.class,
                    (e, out) -> {
                        HealthFields.SERVER.write(e.server(), out);
                        HealthFields.writeReal(e.real(), out);
                        out.text("by", e.by());
                    },
                    in -> new DrainCancelled(HealthFields.SERVER.read(in), HealthFields.readReal(in), in.text("by"))),
            Codec.of(HoldRequested.class, HoldRequested::new, Field.part(HoldRequested::hold, WhyFields.HOLD)),
            Codec.of(
                    HoldReleased.class,
                    HoldReleased::new,
                    Field.instance(HoldReleased::instance),
                    Field.text("by", HoldReleased::by)),
            Codec.of(
                    HandoverRequested.class,
                    HandoverRequested::new,
                    Field.list("instances", HandoverRequested::instances, ValueFields.INSTANCE),
                    Field.text("by", HandoverRequested::by)),
            Codec.of(
                    SignalHeard.class,
                    SignalHeard::new,
                    Field.integer("number", SignalHeard::number),
                    Field.text("answer", SignalHeard::answer)),
            Codec.of(
                    StopRequested.class,
                    StopRequested::new,
                    Field.text("by", StopRequested::by),
                    Field.flag("keep_ipvs", StopRequested::keepIpvs),
                    Field.unusualFlag("keep_vrrp", StopRequested::keepVrrp)));

    private OperatorCodecs() {}
}
