package io.keepsake.config.check.servers;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.AddressWords;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.SorryServer;
import org.jspecify.annotations.Nullable;

/** Reads {@code sorry_server} and what belongs to it. */
final class SorryCheck {
    private final Problems problems;
    private final Values values;
    private final ServerFrame frame;

    SorryCheck(Problems problems, Values values, ServerFrame frame) {
        this.problems = problems;
        this.values = values;
        this.frame = frame;
    }

    @Nullable SorryServer sorry() {
        var line = values.last("sorry_server");
        if (line == null) {
            alone("sorry_server_inhibit");
            alone("sorry_server_lvs_method");
            return null;
        }
        var address = AddressWords.read(problems, line.values(), line.keyword().place(), "there is no sorry server");
        var own = new ForwardingCheck(problems, values)
                .forwarding(values.last("sorry_server_lvs_method"), "taken as the virtual_server's");
        var forwarding = own == null ? frame.forwarding() : own;
        var destination = new DestinationCheck(problems, frame);
        if (address == null || !destination.reachable(address, forwarding, "sorry_server")) {
            return null;
        }
        return new SorryServer(
                destination.endpoint(address, forwarding, "sorry_server"),
                forwarding,
                values.bare("sorry_server_inhibit"));
    }

    private void alone(String keyword) {
        var line = values.last(keyword);
        if (line != null) {
            problems.warn(line.keyword().place(), keyword + " needs sorry_server; ignored");
        }
    }
}
