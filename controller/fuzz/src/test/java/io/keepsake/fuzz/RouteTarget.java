package io.keepsake.fuzz;

import io.keepsake.adapter.netlink.wire.Acknowledgement;
import io.keepsake.adapter.netlink.wire.Message;
import io.keepsake.adapter.netlink.wire.RouteNotice;
import io.keepsake.adapter.netlink.wire.RoutingNotice;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.LinkAddress;
import java.nio.ByteBuffer;

/** A datagram of rtnetlink: links, addresses, routes, rules and acknowledgements. */
public final class RouteTarget {
    private static final InterfaceName LINK = new InterfaceName("eth0");

    private RouteTarget() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Bounds.check(input.length, 65_536, 512, () -> {
            for (var message : Message.split(ByteBuffer.wrap(input))) {
                RouteNotice.decode(message).ifPresent(RouteTarget::record);
                var acknowledged = Acknowledgement.decode(message);
                if (acknowledged.errno() < 0
                        || acknowledged.reason().length() > message.payload().limit()) {
                    throw new AssertionError(acknowledged.toString());
                }
            }
        });
    }

    private static void record(RouteNotice notice) {
        switch (notice) {
            case RouteNotice.LinkPresent(var link) -> Recordable.check(new LinkEvent.LinkSeen(link));
            case RouteNotice.LinkAbsent(int index) -> Recordable.check(new LinkEvent.LinkGone(LINK, index));
            case RouteNotice.AddressPresent present ->
                Recordable.check(new LinkEvent.AddressSeen(present.on(LINK), false));
            case RouteNotice.AddressAbsent absent ->
                Recordable.check(new LinkEvent.AddressGone(new LinkAddress(LINK, absent.address()), false));
            case RouteNotice.RoutingTold told ->
                RoutingNotice.decode(told.type(), told.payload(), _ -> LINK)
                        .ifPresent(what -> Recordable.check(new RoutingEvent.RoutingSeen(what, false)));
        }
    }
}
