package io.keepsake.core.text;

import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Decision.CheckerFailed;
import io.keepsake.core.event.Decision.CheckerRecovered;
import io.keepsake.core.event.Decision.ChecksResumed;
import io.keepsake.core.event.Decision.ChecksSuspended;
import io.keepsake.core.event.Decision.DrainEnded;
import io.keepsake.core.event.Decision.QuorumGained;
import io.keepsake.core.event.Decision.QuorumLost;
import io.keepsake.core.event.Decision.RealServerAdded;
import io.keepsake.core.event.Decision.RealServerDown;
import io.keepsake.core.event.Decision.RealServerRemoved;
import io.keepsake.core.event.Decision.RealServerUp;
import io.keepsake.core.event.Decision.VirtualServerAdded;
import io.keepsake.core.event.Decision.VirtualServerRemoved;
import io.keepsake.core.event.Decision.WeightChanged;
import java.util.List;

/** The decisions about virtual servers. */
final class ServerCodecs {
    static final List<Codec<? extends Decision.OfServer>> ALL = List.of(
            Codec.of(
                    CheckerFailed.class,
                    CheckerFailed::new,
                    Field.checker(CheckerFailed::checker),
                    Field.integer("failures", CheckerFailed::failures),
                    Field.integer("allowed", CheckerFailed::allowed),
                    Field.index("first", CheckerFailed::firstFailure)),
            Codec.of(
                    CheckerRecovered.class,
                    CheckerRecovered::new,
                    Field.checker(CheckerRecovered::checker),
                    Field.integer("passes", CheckerRecovered::passes)),
            Codec.of(
                    RealServerDown.class,
                    RealServerDown::new,
                    Field.server(RealServerDown::server),
                    Field.endpoint("real", RealServerDown::real),
                    Field.text("why", RealServerDown::why)),
            Codec.of(
                    RealServerUp.class,
                    RealServerUp::new,
                    Field.server(RealServerUp::server),
                    Field.endpoint("real", RealServerUp::real)),
            Codec.of(
                    WeightChanged.class,
                    WeightChanged::new,
                    Field.server(WeightChanged::server),
                    Field.endpoint("real", WeightChanged::real),
                    Field.integer("from", WeightChanged::from),
                    Field.integer("to", WeightChanged::to),
                    Field.text("why", WeightChanged::why)),
            Codec.of(
                    QuorumLost.class,
                    QuorumLost::new,
                    Field.server(QuorumLost::server),
                    Field.number("weight", QuorumLost::weight),
                    Field.number("needed", QuorumLost::needed),
                    Field.flag("sorry", QuorumLost::sorry)),
            Codec.of(
                    QuorumGained.class,
                    QuorumGained::new,
                    Field.server(QuorumGained::server),
                    Field.number("weight", QuorumGained::weight),
                    Field.number("needed", QuorumGained::needed),
                    Field.flag("sorry", QuorumGained::sorry)),
            Codec.of(ChecksSuspended.class, ChecksSuspended::new, Field.server(ChecksSuspended::server)),
            Codec.of(ChecksResumed.class, ChecksResumed::new, Field.server(ChecksResumed::server)),
            Codec.of(VirtualServerAdded.class, VirtualServerAdded::new, Field.server(VirtualServerAdded::server)),
            Codec.of(VirtualServerRemoved.class, VirtualServerRemoved::new, Field.server(VirtualServerRemoved::server)),
            Codec.of(
                    RealServerAdded.class,
                    RealServerAdded::new,
                    Field.server(RealServerAdded::server),
                    Field.endpoint("real", RealServerAdded::real),
                    Field.flag("alive", RealServerAdded::alive)),
            Codec.of(
                    RealServerRemoved.class,
                    RealServerRemoved::new,
                    Field.server(RealServerRemoved::server),
                    Field.endpoint("real", RealServerRemoved::real)),
            new Codec<>(
                    DrainEnded.class,
                    (e, out) -> {
                        HealthFields.SERVER.write(e.server(), out);
                        HealthFields.writeReal(e.real(), out);
                        out.text("why", e.why());
                    },
                    in -> new DrainEnded(HealthFields.SERVER.read(in), HealthFields.readReal(in), in.text("why"))));

    private ServerCodecs() {}
}
