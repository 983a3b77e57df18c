package io.keepsake.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.LinkAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes from run to run, also over one that was killed before it heard of it. */
class RecallTest {
    private static final LinkAddress HOSTS = on("10.0.0.2/24");
    private static final LinkAddress OURS = on("10.0.0.100/32");

    private static LinkAddress on(String address) {
        return new LinkAddress(new InterfaceName("eth0"), InterfaceAddress.parse(address));
    }

    @Test
    void whatTheHostHadOfItsOwnIsItsOwnForTheRunAfterTheNextToo() {
        var left = new Leftovers(
                List.of(HOSTS, OURS),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(HOSTS));

        var then = NodeState.after(left).leftovers();

        assertEquals(List.of(OURS), then.addresses());
        assertEquals(List.of(HOSTS), then.hosts());
    }
}
