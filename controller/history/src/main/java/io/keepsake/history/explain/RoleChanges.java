package io.keepsake.history.explain;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.TrackEvent;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The paragraphs about changes of role. */
final class RoleChanges {
    private final NodeHistory node;
    private final Telling telling;
    private final Rejections rejections;
    private final DualMasters rivals;
    private final ScriptHistory scripts;
    /** The last of each instance, which the next one closes. */
    private final Map<InstanceName, TransitionParagraph> last = new HashMap<>();

    RoleChanges(NodeHistory node, Telling telling, Rejections rejections, DualMasters rivals, ScriptHistory scripts) {
        this.node = node;
        this.telling = telling;
        this.rejections = rejections;
        this.rivals = rivals;
        this.scripts = scripts;
    }

    Causes causes(InstanceHistory history, Turn turn) {
        return new Causes(node, history, rejections, rivals, scripts, turn);
    }

    void changed(
            InstanceHistory history,
            @Nullable InstanceConfig config,
            Role from,
            Role to,
            Turn turn,
            long index,
            Causes causes) {
        var name = history.name();
        rivals.onRole(name, RoleAfterHole.word(to), index);
        history.onRole(turn, index, to);
        var before = last.remove(name);
        if (before != null) {
            before.close(turn);
        }
        var head = new ArrayList<String>();
        head.add(name + " became " + RoleAfterHole.word(to) + " at "
                + node.clock().dated(turn.recorded().wall()) + " (" + node.cite(index) + "), from " + from);
        head.addAll(causes.lines());
        var paragraph = new TransitionParagraph(
                name, node, turn, head, causes.silence(), new InstanceEffects(name, config)::trace);
        last.put(name, paragraph);
        telling.tell(name, turn, paragraph);
    }

    /** An instance that stays in FAULT for other reasons. */
    void reasonsHeld(Decision.FaultReasonsHeld held, Turn turn, long index) {
        telling.tell(
                held.instance(),
                turn,
                List.of(held.instance() + " stays in FAULT, at "
                        + node.clock().dated(turn.recorded().wall()) + " ("
                        + node.cite(index) + "), because of "
                        + FaultText.print(held.reasons(), turn.recorded().event(), scripts)));
    }

    /** An instance whose effective priority is another. */
    void priorityChanged(Decision.PriorityChanged changed, Turn turn, long index) {
        var lines = new ArrayList<String>();
        lines.add(changed.instance() + " has priority " + changed.to() + " instead of " + changed.from() + ", at "
                + node.clock().dated(turn.recorded().wall()) + " (" + node.cite(index) + "), because of "
                + changed.because());
        var told = turn.recorded().event();
        if (told instanceof ScriptEvent || told instanceof TrackEvent) {
            lines.add("    told by " + node.cite(turn.recorded().index()) + " " + EventText.print(told));
        }
        telling.tell(changed.instance(), turn, List.copyOf(lines));
    }

    /** A member of a sync group that would be master were it not for others. */
    void held(Decision.MasterHeld held, Turn turn, long index) {
        var others = held.waitsFor().stream().map(InstanceName::value).collect(Collectors.joining(", "));
        telling.tell(
                held.instance(),
                turn,
                List.of(
                        held.instance() + " heard no master, and stays BACKUP, at "
                                + node.clock().dated(turn.recorded().wall()) + " (" + node.cite(index) + ")",
                        "  because its sync group becomes master together, and these are not ready: " + others));
    }

    /** One that would be master were it not for an operator. */
    void heldBack(Decision.HeldBack held, Turn turn, long index) {
        telling.tell(
                held.instance(),
                turn,
                List.of(
                        held.instance() + " heard no master, and stays BACKUP, at "
                                + node.clock().dated(turn.recorded().wall()) + " (" + node.cite(index) + ")",
                        "  because it is not to be master: " + Wishes.print(held.hold(), node, turn)));
    }

    /** What an operator wanted of an instance is over. */
    void holdEnded(Decision.HoldEnded ended, Turn turn, long index) {
        telling.tell(
                ended.instance(),
                turn,
                List.of(ended.instance() + " may be master again, at "
                        + node.clock().dated(turn.recorded().wall()) + " (" + node.cite(index) + "): the time of "
                        + Wishes.noun(ended.hold()) + " is over, " + Wishes.why(ended.hold())));
    }

    /** A master that went, and whose addresses stayed until now. */
    void handedOver(Decision.HandedOver handed, Turn turn, long index) {
        var to = handed.successor().isEmpty()
                ? "no successor was heard in the time that one has"
                : "its successor " + handed.successor().getFirst() + " is there: "
                        + node.cite(turn.recorded().index()) + " "
                        + EventText.print(turn.recorded().event());
        telling.tell(
                handed.instance(),
                turn,
                List.of(
                        handed.instance()
                                + " takes its addresses away, which it left where they were when it "
                                + "gave up mastership, at "
                                + node.clock().dated(turn.recorded().wall()) + " (" + node.cite(index) + ")",
                        "  because " + to));
    }

    void listDiffers(
            InstanceHistory history,
            Decision.AddressListDiffers differs,
            @Nullable InstanceConfig config,
            Turn turn,
            long index) {
        boolean follows = history.role() == Role.BACKUP;
        var lines = new ArrayList<String>();
        lines.add(differs.instance() + (follows ? " follows " : " hears ") + differs.source()
                + ", which sends another list of addresses, at "
                + node.clock().dated(turn.recorded().wall()) + " (" + node.cite(index) + ")");
        lines.addAll(AddressLists.compare(differs.theirs(), config));
        var here = config == null ? List.<Ip>of() : AddressLists.onlyHere(differs.theirs(), config);
        if (follows && !here.isEmpty()) {
            lines.add(
                    "  so: " + differs.source() + " counts as the master and does not hold " + AddressLists.print(here)
                            + ": while this node follows it, nobody may hold " + (here.size() == 1 ? "it" : "them")
                            + "; with skip_check_adv_addr off its adverts would not count");
        }
        telling.tell(differs.instance(), turn, List.copyOf(lines));
    }
}
