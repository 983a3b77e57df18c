package io.keepsake.core.text;

import io.keepsake.core.event.Decision;
import java.util.Set;

/** The fields of the decisions about virtual servers. */
final class DecisionFields {
    static final Set<String> KINDS = Set.of(
            "CheckerFailed",
            "CheckerRecovered",
            "RealServerDown",
            "RealServerUp",
            "WeightChanged",
            "QuorumLost",
            "QuorumGained",
            "ChecksSuspended",
            "ChecksResumed",
            "VirtualServerAdded",
            "VirtualServerRemoved",
            "RealServerAdded",
            "RealServerRemoved",
            "DrainEnded");

    private DecisionFields() {}

    static void write(Decision.OfServer decision, FieldSink out) {
        HealthFields.writeServer(decision.server(), out);
        switch (decision) {
            case Decision.CheckerFailed d -> {
                out.endpoint("real", d.checker().real());
                out.number("check", d.checker().number());
                out.number("failures", d.failures());
                out.number("allowed", d.allowed());
                out.index("first", d.firstFailure());
            }
            case Decision.CheckerRecovered d -> {
                out.endpoint("real", d.checker().real());
                out.number("check", d.checker().number());
                out.number("passes", d.passes());
            }
            case Decision.RealServerDown d -> {
                out.endpoint("real", d.real());
                out.text("why", d.why());
            }
            case Decision.RealServerUp d -> out.endpoint("real", d.real());
            case Decision.WeightChanged d -> {
                out.endpoint("real", d.real());
                out.number("from", d.from());
                out.number("to", d.to());
                out.text("why", d.why());
            }
            case Decision.QuorumLost d -> {
                out.number("weight", d.weight());
                out.number("needed", d.needed());
                out.flag("sorry", d.sorry());
            }
            case Decision.QuorumGained d -> {
                out.number("weight", d.weight());
                out.number("needed", d.needed());
                out.flag("sorry", d.sorry());
            }
            case Decision.ChecksSuspended _,
                    Decision.ChecksResumed _,
                    Decision.VirtualServerAdded _,
                    Decision.VirtualServerRemoved _ -> {}
            case Decision.RealServerAdded d -> {
                out.endpoint("real", d.real());
                out.flag("alive", d.alive());
            }
            case Decision.RealServerRemoved d -> out.endpoint("real", d.real());
            case Decision.DrainEnded d -> {
                HealthFields.writeReal(d.real(), out);
                out.text("why", d.why());
            }
        }
    }

    static Decision.OfServer read(String kind, FieldSource in) {
        if (kind.equals("CheckerFailed") || kind.equals("CheckerRecovered")) {
            var checker = HealthFields.readChecker(in);
            return kind.equals("CheckerFailed")
                    ? new Decision.CheckerFailed(
                            checker, (int) in.number("failures"), (int) in.number("allowed"), in.index("first"))
                    : new Decision.CheckerRecovered(checker, (int) in.number("passes"));
        }
        var server = HealthFields.readServer(in);
        return switch (kind) {
            case "RealServerDown" -> new Decision.RealServerDown(server, in.endpoint("real"), in.text("why"));
            case "RealServerUp" -> new Decision.RealServerUp(server, in.endpoint("real"));
            case "WeightChanged" ->
                new Decision.WeightChanged(
                        server, in.endpoint("real"), (int) in.number("from"), (int) in.number("to"), in.text("why"));
            case "QuorumLost" ->
                new Decision.QuorumLost(server, in.number("weight"), in.number("needed"), in.flag("sorry"));
            case "QuorumGained" ->
                new Decision.QuorumGained(server, in.number("weight"), in.number("needed"), in.flag("sorry"));
            case "ChecksSuspended" -> new Decision.ChecksSuspended(server);
            case "ChecksResumed" -> new Decision.ChecksResumed(server);
            case "VirtualServerAdded" -> new Decision.VirtualServerAdded(server);
            case "VirtualServerRemoved" -> new Decision.VirtualServerRemoved(server);
            case "RealServerAdded" -> new Decision.RealServerAdded(server, in.endpoint("real"), in.flag("alive"));
            case "RealServerRemoved" -> new Decision.RealServerRemoved(server, in.endpoint("real"));
            case "DrainEnded" -> new Decision.DrainEnded(server, HealthFields.readReal(in), in.text("why"));
            default -> throw new IllegalArgumentException("no such decision: " + kind);
        };
    }
}
