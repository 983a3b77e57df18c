package io.keepsake.history.explain;

import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent.LinkGone;
import io.keepsake.core.event.LinkEvent.LinkSeen;
import io.keepsake.core.value.FaultCause;
import java.util.List;
import java.util.stream.Collectors;

/** The reasons of a fault in words, with what the event that told them adds. */
final class FaultText {
    private FaultText() {}

    static String print(List<FaultCause> reasons, Event told, ScriptHistory scripts) {
        return reasons.stream()
                .map(fault -> fault.reason() + ": " + words(fault, told, scripts))
                .collect(Collectors.joining("; "));
    }

    private static String words(FaultCause fault, Event told, ScriptHistory scripts) {
        var subject = fault.subject();
        return switch (fault.reason()) {
            case INTERFACE_MISSING -> subject + ": " + missing(told);
            case INTERFACE_DOWN -> subject + ": " + link(subject, told, scripts);
            case NO_SOURCE_IP -> subject + " has no address to send adverts from";
            case DUPLICATE_VRID -> subject + " says the same on the wire: interface, group or peer, and VRID";
            case SOCKET_FAILED -> "its sockets on " + subject + " could not be opened, so it would hear nobody";
            case ADDRESS_INTERFACE_DOWN ->
                subject + ", where one of its addresses stands: " + link(subject, told, scripts);
            case ROUTING_INTERFACE_DOWN ->
                subject + ", which one of its routes or rules names: " + link(subject, told, scripts);
            case TRACK_GROUP ->
                subject + " (track_group and interface of what is configured as static): "
                        + link(subject, told, scripts);
            case TRACKED_INTERFACE -> subject + ", which it tracks: " + link(subject, told, scripts);
            case TRACKED_FILE -> "the number in track_file " + subject + ", which it tracks";
            case TRACKED_PROCESS ->
                "vrrp_track_process " + subject + ", which it tracks: " + scripts.ofProcess(subject);
            case SYNC_GROUP_MEMBER -> subject + ", a member of its sync group, has a fault of its own";
            case TRACKED_SCRIPT -> "vrrp_script " + subject + ", which it tracks: " + scripts.of(subject);
        };
    }

    /** What happened to a link: by the event that told it now, or that was told before and counts from now on. */
    private static String link(String subject, Event told, ScriptHistory scripts) {
        return switch (told) {
            case LinkGone _ -> missing(told);
            case DeadlineReached _ -> scripts.ofLink(subject, down(told));
            default -> down(told);
        };
    }

    private static String missing(Event told) {
        return told instanceof LinkGone
                ? "the interface was deleted, renamed or moved to another network namespace, not unplugged"
                : "there is no interface of that name";
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
