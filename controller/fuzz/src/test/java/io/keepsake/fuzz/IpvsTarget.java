package io.keepsake.fuzz;

import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply;
import io.keepsake.adapter.netlink.wire.Message;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.ServiceKey;
import java.nio.ByteBuffer;
import java.util.List;

/** A datagram of the IPVS family of generic netlink. */
public final class IpvsTarget {
    private static final ServiceKey SERVICE = ServiceKey.parse("tcp:10.0.0.1:80");

    private IpvsTarget() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Bounds.check(input.length, 65_536, 512, () -> {
            for (var message : Message.split(ByteBuffer.wrap(input))) {
                IpvsReply.decode(message).ifPresent(IpvsTarget::record);
                var family = IpvsReply.family(message);
                if (family.isPresent() && (family.getAsInt() <= 16 || family.getAsInt() > 0xffff)) {
                    throw new AssertionError("a family is " + family);
                }
            }
        });
    }

    private static void record(IpvsReply reply) {
        switch (reply) {
            case IpvsReply.OfService(var service, var _) -> Recordable.check(new IpvsEvent.ServiceSeen(service));
            case IpvsReply.OfDestination found ->
                Recordable.check(new IpvsEvent.DestinationSeen(SERVICE, found.destination()));
            case IpvsReply.OfDaemon(var daemon) ->
                Recordable.check(new IpvsEvent.IpvsRead(IpvsTimeouts.UNSET, List.of(daemon), List.of()));
            case IpvsReply.OfTimeouts(var timeouts) ->
                Recordable.check(new IpvsEvent.IpvsRead(timeouts, List.of(), List.of()));
        }
    }
}
