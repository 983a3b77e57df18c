package io.keepsake.history.explain;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.value.Dad;
import io.keepsake.core.value.StandingAddress;
import io.keepsake.history.fold.FoldStep.Folded;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** IPv6 addresses that a master may not use, since somebody else on the link answered for them (RFC 4862 5.4). */
final class DuplicateAddresses {
    private final NodeHistory node;
    private final Telling telling;

    DuplicateAddresses(NodeHistory node, Telling telling) {
        this.node = node;
        this.telling = telling;
    }

    /** Looks at a turn after its decisions were taken in. */
    void onTurn(Folded folded, @Nullable ControllerConfig config) {
        if (config != null
                && folded.turn().recorded().event() instanceof AddressSeen seen
                && seen.address().dad() == Dad.FAILED) {
            config.instances().stream()
                    .filter(i -> i.virtual()
                            .anyMatch(a -> a.place().equals(seen.address().place())))
                    .forEach(i -> tell(folded, i, seen.address()));
        }
    }

    private void tell(Folded folded, InstanceConfig instance, StandingAddress address) {
        var turn = folded.turn();
        var recorded = turn.recorded();
        var lines = List.of(
                address.place().address() + " on " + address.link() + " may not be used at "
                        + node.clock().dated(recorded.wall()) + " (" + node.cite(recorded.index())
                        + "): duplicate address detection found somebody else who has it",
                "  so: another router holds it still, or a host has it as its own; it is put there anew, and asked about"
                        + " again, until nobody answers");
        telling.tell(
                instance.name(),
                turn,
                new AccountParagraph(node, turn, lines, new InstanceEffects(instance.name(), instance)::trace));
    }
}
