package io.keepsake.history.explain;

import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent.LinkGone;
import io.keepsake.core.event.LinkEvent.LinkSeen;
import io.keepsake.core.value.FaultReason;
import java.util.List;
import java.util.stream.Collectors;

/** The reasons of a fault in words, with what the event that told them adds. */
final class FaultText {
    private FaultText() {}

    static String print(List<FaultReason> reasons, Event told) {
        return reasons.stream()
                .map(reason -> reason + ": " + words(reason, told))
                .collect(Collectors.joining("; "));
    }

    private static String words(FaultReason reason, Event told) {
        return switch (reason) {
            case INTERFACE_MISSING ->
                told instanceof LinkGone
                        ? "the interface was deleted, renamed or moved to another network namespace, not unplugged"
                        : "there is no interface of that name";
            case INTERFACE_DOWN -> down(told);
            case NO_SOURCE_IP -> "the interface has no address to send adverts from";
            case DUPLICATE_VRID -> "another instance has the same VRID on the same interface";
            case SOCKET_FAILED -> "its sockets could not be opened, so it would hear nobody";
        };
    }

    private static String down(Event told) {
        if (!(told instanceof LinkSeen(var link))) {
            return "the interface is down or has no carrier";
        }
        if (!link.up()) {
            return "the interface was set down, by an operator or because it is being deleted";
        }
        return link.running()
                ? "the interface is down or has no carrier"
                : "it lost its carrier: cable, port or switch";
    }
}
