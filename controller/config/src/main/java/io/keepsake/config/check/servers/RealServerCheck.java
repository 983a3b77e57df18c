package io.keepsake.config.check.servers;

import io.keepsake.config.check.checkers.CheckedServer;
import io.keepsake.config.check.checkers.CheckersCheck;
import io.keepsake.config.check.checkers.ProbeChoices;
import io.keepsake.config.check.checkers.ScriptCheck;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.AddressWords;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.value.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one {@code real_server}. */
final class RealServerCheck {
    private final Problems problems;
    private final ServerFrame frame;
    private final Node block;
    private final Values values;

    RealServerCheck(Problems problems, ServerFrame frame, Node block) {
        this.problems = problems;
        this.frame = frame;
        this.block = block;
        values = new Values(problems, block.children());
    }

    /** The real server, or null when it had to be left out. */
    @Nullable RealServerConfig server() {
        var place = block.keyword().place();
        var address = AddressWords.read(problems, block.values(), place, "the real_server is left out");
        if (address == null) {
            return null;
        }
        var own = new ForwardingCheck(problems, values)
                .forwarding(values.last("lvs_method", "lb_kind"), "taken as the virtual_server's");
        var forwarding = own == null ? frame.forwarding() : own;
        var destination = new DestinationCheck(problems, frame);
        if (!destination.reachable(address, forwarding, "real_server")) {
            return null;
        }
        var endpoint = destination.endpoint(address, forwarding, "real_server");
        int upper = threshold("uthreshold");
        var scripts = new ScriptCheck(problems);
        return new RealServerConfig(
                endpoint,
                forwarding,
                Weights.read(problems, values, 0, frame.weight()),
                upper,
                lower(upper),
                values.flag("inhibit_on_failure", frame.inhibit()),
                scripts.script(values.last("notify_up")),
                scripts.script(values.last("notify_down")),
                alert(),
                checkers(address.or(endpoint.port())));
    }

    private int threshold(String keyword) {
        var number = values.whole(keyword, 0, Integer.MAX_VALUE, "ignored");
        return number == null ? 0 : number;
    }

    private int lower(int upper) {
        int lower = threshold("lthreshold");
        if (lower <= upper) {
            return lower;
        }
        problems.warn(
                values.placeOf("lthreshold", block.keyword().place()),
                "lthreshold must not be above uthreshold " + upper + ", was " + lower + "; ignored",
                "the kernel refuses such a real server");
        return 0;
    }

    private boolean alert() {
        var standing = frame.defaults().alert();
        return values.flag("smtp_alert", standing == null || standing);
    }

    private List<CheckerConfig> checkers(Endpoint target) {
        var choices = ProbeChoices.read(values).over(frame.choices());
        var server = new CheckedServer(
                target, choices, frame.delayLoopNanos(), frame.defaults().logAllFailures(), frame.files());
        return new CheckersCheck(problems, server).checkers(block.children());
    }
}
