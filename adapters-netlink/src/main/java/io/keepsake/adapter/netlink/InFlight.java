package io.keepsake.adapter.netlink;

import io.keepsake.adapter.netlink.wire.RouteNotice;
import io.keepsake.adapter.netlink.wire.RouteNotice.AddressAbsent;
import io.keepsake.adapter.netlink.wire.RouteNotice.AddressPresent;
import io.keepsake.core.value.Dad;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import java.util.Objects;
import java.util.Optional;

/** A change of an address that was sent and not answered yet. */
final class InFlight implements Flight {
    private final AddressChange change;
    private final int linkIndex;
    private boolean undone;

    InFlight(AddressChange change, int linkIndex) {
        this.change = change;
        this.linkIndex = linkIndex;
    }

    @Override
    public AddressChange change() {
        return change;
    }

    /**
     * Whether this change explains a notice that names no socket. Those of IPv6 addresses never do, so they are known
     * by what is being asked for. A removal heard before our addition is acknowledged undid it.
     */
    boolean explains(RouteNotice notice) {
        return switch (notice) {
            case AddressPresent present -> isAdd() && concerns(present.linkIndex(), present.address());
            case AddressAbsent absent -> {
                boolean same = concerns(absent.linkIndex(), absent.address());
                undone |= same && isAdd();
                yield same && !isAdd();
            }
            case RouteNotice.LinkPresent _, RouteNotice.LinkAbsent _, RouteNotice.RoutingTold _ -> false;
        };
    }

    private boolean concerns(int index, InterfaceAddress notified) {
        return index == linkIndex && isV6() && notified.equals(change.place().address());
    }

    @Override
    public boolean isMadeIn(KernelView view, RoutingView routing) {
        return view.stands(linkIndex, change.place().address(), other()) == isAdd();
    }

    /**
     * What an acknowledgement proves of an IPv6 addition, whose notice comes later, once the kernel's workers were at
     * it; nothing otherwise.
     */
    Optional<RouteNotice> proof() {
        var address = change.place().address();
        return change instanceof AddressChange.Add add && isV6() && !undone
                ? Optional.of(new AddressPresent(
                        linkIndex,
                        address,
                        other(),
                        null,
                        0,
                        null,
                        add.address().noPrefixRoute(),
                        Dad.DONE))
                : Optional.empty();
    }

    /** What the kernel calls the address where this one is the local end: its peer, or itself. */
    private Ip other() {
        return Objects.requireNonNullElse(
                change.peer(), change.place().address().ip());
    }

    private boolean isAdd() {
        return switch (change) {
            case AddressChange.Add _ -> true;
            case AddressChange.Remove _ -> false;
        };
    }

    private boolean isV6() {
        return change.place().address().ip().family() == Family.IPV6;
    }
}
