package io.keepsake.adapter.netlink.nftables;

import io.keepsake.adapter.netlink.nftables.wire.Element;
import io.keepsake.adapter.netlink.nftables.wire.NftRequests;
import io.keepsake.adapter.netlink.nftables.wire.TableId;
import io.keepsake.adapter.netlink.socket.Dialogue;
import io.keepsake.adapter.netlink.socket.Errno;
import io.keepsake.adapter.netlink.socket.Mailbox;
import io.keepsake.adapter.netlink.socket.PollSet;
import io.keepsake.adapter.netlink.socket.WakeFd;
import io.keepsake.adapter.netlink.sys.SystemCalls;
import io.keepsake.adapter.netlink.wire.Acknowledgement;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.FirewallEvent.BlocksRead;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.value.Block;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.FirewallTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The work of the thread of the packet filter: many changes in one transaction, and a reading whenever somebody else
 * touched a table of ours.
 */
final class FirewallLoop {
    /** With the elements that a table made anew takes along they fit into one transaction. */
    private static final int CHANGES_MAX = 512;

    private static final int TAKEN_ALONG_MAX = 2_048;

    private final FirewallSocket socket;
    private final WakeFd wake;
    private final Mailbox<Request> mailbox;
    private final Consumer<Event> inbox;
    private final PollSet poll;
    /** Of every table that was ever asked about. */
    private final Map<TableId, TableView> known = new TreeMap<>();

    private final List<Request.Change> unanswered = new ArrayList<>();
    private List<Block> told = List.of();
    private boolean damaged;

    FirewallLoop(SystemCalls sys, FirewallSocket socket, WakeFd wake, Mailbox<Request> mailbox, Consumer<Event> inbox) {
        this.socket = socket;
        this.wake = wake;
        this.mailbox = mailbox;
        this.inbox = inbox;
        poll = new PollSet(sys, socket.fd(), wake.fd());
    }

    /** Runs until the mailbox is closed and everything that was asked for is done. */
    void run() {
        boolean open = true;
        while (open) {
            if (socket.othersChanged(known.keySet())) {
                reread();
            }
            var first = mailbox.next();
            if (first != null) {
                take(first);
            } else if (mailbox.isFinished()) {
                open = false;
            } else {
                poll.await(PollSet.FOREVER);
                wake.clear();
            }
        }
    }

    /** Answers what was begun; the thread ends without an answer. */
    void abandon() {
        unanswered.forEach(change -> inbox.accept(FirewallNetlink.cancelled(change)));
    }

    private void take(Request request) {
        switch (request) {
            case Request.Read read -> read(read.tables());
            case Request.Change change -> {
                unanswered.add(change);
                var behind = gather();
                make(List.copyOf(unanswered));
                if (behind != null) {
                    read(behind.tables());
                }
            }
        }
    }

    /** Takes the changes that wait, up to a reading, which is the answer. */
    private Request.@Nullable Read gather() {
        while (unanswered.size() < CHANGES_MAX) {
            var request = mailbox.next();
            if (request instanceof Request.Change change) {
                unanswered.add(change);
            } else {
                return request instanceof Request.Read read ? read : null;
            }
        }
        return null;
    }

    private void read(List<String> tables) {
        for (var name : tables) {
            for (var family : Family.values()) {
                var id = new TableId(family, name);
                known.putIfAbsent(id, TableView.absent(id));
            }
        }
        refresh();
        tell();
    }

    /** Somebody else was there: what differs from what the core was told, or asked for, is told. */
    private void reread() {
        refresh();
        var blocks = blocks();
        if (damaged || !blocks.equals(told)) {
            tell();
        }
    }

    private void refresh() {
        for (var id : List.copyOf(known.keySet())) {
            known.put(id, view(id));
        }
    }

    /** A kernel that says nothing of tables has none: what it is asked for it refuses then. */
    private TableView view(TableId id) {
        try {
            return socket.read(id);
        } catch (Dialogue.Refused _) {
            return TableView.absent(id);
        }
    }

    private List<Block> blocks() {
        return known.values().stream().flatMap(TableView::blocks).toList();
    }

    private void tell() {
        damaged = false;
        told = blocks();
        inbox.accept(new BlocksRead(told));
    }

    private void make(List<Request.Change> changes) {
        var byTable = new LinkedHashMap<TableId, List<Request.Change>>();
        for (var change : changes) {
            if (isTooLong(change)) {
                answer(change, new Acknowledgement(Errno.ERANGE, "no link has such a name"));
            } else {
                byTable.computeIfAbsent(change.table(), _ -> new ArrayList<>()).add(change);
            }
        }
        byTable.forEach(this::make);
        unanswered.clear();
        if (damaged) {
            tell();
        }
    }

    private static boolean isTooLong(Request.Change change) {
        return change instanceof Request.Add(var _, var block)
                && !change.element().fits(block.table().byIndex());
    }

    private void make(TableId id, List<Request.Change> changes) {
        var before = known.computeIfAbsent(id, this::view);
        var answer = make(new Plan(before, changes));
        if (answer.errno() != 0) {
            before = view(id); // it is not as it was taken to be
            known.put(id, before);
            answer = make(new Plan(before, changes));
        }
        if (answer.errno() != 0 && changes.size() > 1) {
            changes.forEach(change -> make(id, List.of(change)));
            return;
        }
        for (var change : changes) {
            answer(change, answer);
        }
    }

    private Acknowledgement make(Plan plan) {
        var stranger = plan.stranger();
        if (stranger != null) {
            return new Acknowledgement(
                    Errno.EEXIST,
                    "table " + plan.before().id() + " has " + stranger
                            + ", which is not of this program; name another table with \"nftables NAME\"");
        }
        var answer = plan.isNothing() ? new Acknowledgement(0, "") : socket.transact(plan::write);
        if (answer.errno() == 0) {
            known.put(plan.before().id(), plan.after());
            damaged |= plan.changesOthers();
            told = blocks();
        }
        return answer;
    }

    private void answer(Request.Change change, Acknowledgement answer) {
        var reason = answer.reason().isEmpty() ? "" : ": " + answer.reason();
        inbox.accept(
                answer.errno() == 0
                        ? new EffectApplied(change.effect())
                        : change.failed(
                                answer.errno(),
                                Errno.text(answer.errno()) + reason + FirewallNetlink.advice(answer.errno())));
    }

    /** What is to be done to one table. */
    private static final class Plan {
        private final TableView before;
        private final TableView after;
        private final boolean remake;
        private final boolean leaves;
        private final boolean others;
        private final List<Element> added;
        private final List<Element> removed;

        Plan(TableView before, List<Request.Change> changes) {
            this.before = before;
            var form = changes.stream()
                    .flatMap(change -> change instanceof Request.Add(var _, var block)
                            ? Stream.of(block.table())
                            : Stream.<FirewallTable>empty())
                    .reduce(before.form(), (_, later) -> later);
            var elements = new TreeSet<>(before.elements());
            boolean otherwise = !form.equals(before.form());
            if (otherwise) {
                // what is left behind is asked for again
                elements.removeIf(e -> !e.zone().isEmpty() && before.byIndex() != form.byIndex());
                while (elements.size() > TAKEN_ALONG_MAX) {
                    elements.removeLast();
                }
            }
            for (var change : changes) {
                switch (change) {
                    case Request.Add _ -> elements.add(change.element());
                    case Request.Remove _ -> elements.remove(change.element());
                }
            }
            leaves = before.present() && elements.isEmpty() && before.stranger() == null;
            remake = otherwise && !elements.isEmpty();
            var asked = changes.stream().map(Request.Change::element).collect(Collectors.toSet());
            others = remake && !asked.containsAll(before.elements());
            added = elements.stream()
                    .filter(e -> remake || !before.elements().contains(e))
                    .toList();
            removed = before.elements().stream()
                    .filter(e -> !elements.contains(e))
                    .toList();
            after = leaves
                    ? TableView.absent(before.id())
                    : remake ? TableView.made(before.id(), form, elements) : before.with(elements);
        }

        TableView before() {
            return before;
        }

        TableView after() {
            return after;
        }

        /** What keeps us from making the table anew; null for nothing. */
        @Nullable String stranger() {
            return remake && before.present() ? before.stranger() : null;
        }

        boolean isNothing() {
            return !leaves && !remake && added.isEmpty() && removed.isEmpty();
        }

        /** Whether more differs in the table than was asked for. */
        boolean changesOthers() {
            return others;
        }

        void write(NftRequests out) {
            if (leaves || remake && before.present()) {
                out.removeTable(before.id());
            }
            if (leaves) {
                return;
            }
            if (remake) {
                out.addTable(after.id(), after.form());
            } else {
                out.removeElements(before.id(), before.byIndex(), removed);
            }
            out.addElements(after.id(), after.byIndex(), added);
        }
    }
}
