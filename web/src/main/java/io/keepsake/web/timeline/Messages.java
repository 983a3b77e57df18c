package io.keepsake.web.timeline;

import io.keepsake.core.value.Ip;
import io.keepsake.history.json.Json;
import io.keepsake.web.index.Lane;
import io.keepsake.web.index.Roles;
import io.keepsake.web.index.RunIndex;
import io.keepsake.web.merge.Group;
import io.keepsake.web.merge.Merge;
import io.keepsake.web.merge.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The adverts near changes of role, as they went from node to node: {@code [sent, from, run, index, arrived, to, run,
 * index]}, the last four and {@code arrived} null for one that a running node did not record.
 */
final class Messages {
    /** Adverts within so many intervals of a change are drawn one by one. */
    private static final int NEAR = 3;

    private static final int CHANGES_MAX = 40;
    private static final int MESSAGES_MAX = 600;

    private record Advert(long at, Ip source, long run, long index) {}

    private final Json json;
    private final Merge merge;
    private int written;

    private Messages(Json json, Merge merge) {
        this.json = json;
        this.merge = merge;
    }

    static void write(Json json, Merge merge, List<Group> groups, List<View> parts) {
        json.openArray();
        var messages = new Messages(json, merge);
        parts.forEach(part -> groups.forEach(group -> messages.group(group, part)));
        json.closeArray();
    }

    private void group(Group group, View view) {
        long near = group.interval() * NEAR;
        if (near < view.bucket() * 2 * NEAR) {
            return;
        }
        var changes = new TreeSet<Long>();
        for (var member : group.members()) {
            spans(member, view).forEach(span -> changes.add(span.from()));
        }
        if (changes.size() > CHANGES_MAX) {
            return;
        }
        for (var sender : group.members()) {
            for (var advert : adverts(sender, Lane.Kind.SENT, view.from(), view.to())) {
                var after = changes.ceiling(advert.at() - near);
                if (after != null && after <= advert.at() + near) {
                    arrivals(group, sender, advert, view);
                }
            }
        }
    }

    private void arrivals(Group group, Group.Member sender, Advert advert, View view) {
        for (var receiver : group.members()) {
            if (!receiver.equals(sender) && written < MESSAGES_MAX) {
                var heard = nearest(receiver, advert, group.interval() / 2);
                if (heard != null || listens(receiver, advert.at(), view)) {
                    write(sender, advert, receiver, heard);
                }
            }
        }
    }

    /** The advert that was heard nearest to when this one was sent, if that is near enough. */
    private @Nullable Advert nearest(Group.Member receiver, Advert sent, long near) {
        return adverts(receiver, Lane.Kind.HEARD, sent.at() - near, sent.at() + near).stream()
                .filter(a -> a.source().equals(sent.source()))
                .min(Comparator.comparingLong(a -> Math.abs(a.at() - sent.at())))
                .orElse(null);
    }

    private boolean listens(Group.Member member, long at, View view) {
        return spans(member, view).stream()
                .anyMatch(
                        s -> s.from() < at && at < s.to() && (s.state() == Roles.BACKUP || s.state() == Roles.MASTER));
    }

    private void write(Group.Member sender, Advert advert, Group.Member receiver, @Nullable Advert heard) {
        written++;
        json.openArray()
                .value(advert.at())
                .value(sender.node())
                .value(advert.run())
                .value(advert.index());
        json.value(heard == null ? null : (Long) heard.at()).value(receiver.node());
        json.value(heard == null ? null : (Long) heard.run());
        json.value(heard == null ? null : (Long) heard.index()).closeArray();
    }

    private List<Span> spans(Group.Member member, View view) {
        var places = merge.places(member.node());
        var lane = new Lane(Lane.Kind.ROLE, member.instance(), "");
        return merge.node(member.node())
                .read(runs -> Span.of(runs, lane, places, view.from(), view.to(), merge.alive()));
    }

    private List<Advert> adverts(Group.Member member, Lane.Kind kind, long from, long to) {
        var places = merge.places(member.node());
        var lane = new Lane(kind, member.instance(), "");
        return merge.node(member.node()).read(runs -> {
            var found = new ArrayList<Advert>();
            for (RunIndex run : runs) {
                var series = run.lane(lane);
                if (series != null && run.first() >= 0) {
                    series.entries(places.momentOf(run, from), places.momentOf(run, to)).stream()
                            .limit(MESSAGES_MAX)
                            .forEach(e -> found.add(new Advert(
                                    places.of(run, e.micros()), run.source(e.code()), run.run(), e.index())));
                }
            }
            return found;
        });
    }
}
