package io.keepsake.core.link;

import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.text.ValueFields;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.SortedTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routes and rules that are a director's: each stands, or was asked for, or was left by an earlier run, and was not
 * seen to go. Others are never told.
 *
 * @param known by their texts
 */
public record RoutingTable(SortedTable<String, Known> known) {
    static final RoutingTable EMPTY = new RoutingTable(SortedTable.empty());

    /** @param stands whether it was seen */
    record Known(Routing what, boolean stands) {}

    /** The table after {@code event}; the same object when nothing differs. */
    public RoutingTable after(RoutingEvent event) {
        return switch (event) {
            case RoutingEvent.RoutingSeen e -> with(e.what(), true);
            case RoutingEvent.RoutingGone e -> without(e.what());
            case RoutingEvent.RoutingRead e -> {
                var next = EMPTY;
                for (var what : e.standing()) {
                    next = next.with(what, true);
                }
                yield next;
            }
        };
    }

    private RoutingTable with(Routing what, boolean stands) {
        var next = known.with(what.text(), new Known(what, stands));
        return next.equals(known) ? this : new RoutingTable(next);
    }

    /** Without what could not be put there, or went. */
    public RoutingTable without(Routing what) {
        var text = what.text();
        return known.containsKey(text) ? new RoutingTable(known.without(text)) : this;
    }

    /** With these known to be ours: the journal says so, or they are asked for at this moment. */
    public RoutingTable owning(Collection<? extends Routing> mine) {
        var next = this;
        for (var what : mine) {
            next = next.known.containsKey(what.text()) ? next : next.with(what, false);
        }
        return next;
    }

    public boolean stands(Routing what) {
        var there = at(what.text());
        return there != null && there.stands();
    }

    private @Nullable Known at(String text) {
        return known.get(text);
    }

    /** Those that were seen and not seen to go. */
    public List<Routing> standing() {
        return known.values().stream().filter(Known::stands).map(Known::what).toList();
    }

    /** All of them, also those that were only asked for. */
    public List<Routing> owned() {
        return known.values().stream().map(Known::what).toList();
    }

    List<String> print() {
        var lines = new ArrayList<String>();
        known.forEach((_, one) -> {
            var out = new TextSink("Routing");
            ValueFields.ROUTING.write(one.what(), out);
            out.flag("stands", one.stands());
            lines.add(out.toString());
        });
        return lines;
    }

    RoutingTable parsed(String line) {
        var in = TextSource.of(line);
        return with(ValueFields.ROUTING.read(in), in.flag("stands"));
    }
}
