package io.keepsake.history.explain;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.event.Decision.LowerMasterHeard;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.history.explain.AdvertLog.Heard;
import io.keepsake.history.show.Counted;
import io.keepsake.history.show.Spans;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Times in which a master heard another master that it does not yield to, as far as one node can see them. */
final class DualMasters {
    /**
     * So many intervals after its last advert the other counts as gone: one that yielded and took over again must have
     * been silent for a whole Master_Down_Interval, which is longer than three.
     */
    private static final int GONE_INTERVALS = 3;

    private final NodeHistory node;
    private final Telling telling;
    private final SendFailures failures;
    private final Map<Key, Rival> present = new LinkedHashMap<>();

    private record Key(InstanceName instance, Ip source) {}

    /** Another master, from the first advert of it to the last. */
    private static final class Rival {
        private final Episode episode;
        private final Priority ours;
        private final Moment masterSince;
        private final String masterSinceText;
        private final boolean masterSinceKnown;
        private final List<String> lists;
        private final InstanceHistory history;
        private final @Nullable Heard before;
        private final @Nullable AdvertIds ids;
        private final Heard first;
        private Priority lowest;
        private Priority highest;
        private long interval;

        Rival(
                Recorded first,
                LowerMasterHeard heard,
                AdvertReceived advert,
                InstanceHistory history,
                List<String> lists) {
            this.episode = new Episode(first);
            this.ours = heard.ours();
            this.masterSince = history.roleSince();
            this.masterSinceText = history.since();
            this.masterSinceKnown = history.sinceKnown();
            this.lists = lists;
            this.history = history;
            this.before = history.lastOf(heard.source());
            this.ids = before == null ? null : history.sentSince(before, advert);
            this.first = history.adverts().newest();
            this.lowest = heard.theirs();
            this.highest = heard.theirs();
            this.interval = advert.advert().interval().nanos();
        }

        void again(Recorded recorded, LowerMasterHeard heard, AdvertReceived advert) {
            episode.again(recorded);
            lowest = heard.theirs().compareTo(lowest) < 0 ? heard.theirs() : lowest;
            highest = heard.theirs().compareTo(highest) > 0 ? heard.theirs() : highest;
            interval = advert.advert().interval().nanos();
        }

        boolean gone(Moment now) {
            return episode.quiet(now, GONE_INTERVALS * interval);
        }
    }

    DualMasters(NodeHistory node, Telling telling, SendFailures failures) {
        this.node = node;
        this.telling = telling;
        this.failures = failures;
    }

    void onHeard(
            Recorded recorded,
            LowerMasterHeard heard,
            AdvertReceived advert,
            InstanceHistory history,
            @Nullable InstanceConfig config) {
        var key = new Key(heard.instance(), heard.source());
        var before = present.get(key);
        if (before != null) {
            before.again(recorded, heard, advert);
            return;
        }
        var theirs = advert.advert().addresses();
        boolean differ = config != null && AddressLists.differ(theirs, config);
        var lists = differ ? AddressLists.compare(theirs, config) : List.<String>of();
        present.put(key, new Rival(recorded, heard, advert, history, lists));
    }

    void onGoodbye(Recorded recorded, AdvertReceived goodbye) {
        var key = new Key(goodbye.instance(), goodbye.source());
        var rival = present.remove(key);
        if (rival != null) {
            tell(key, rival, "it ended when the other said goodbye (" + node.cite(recorded.index()) + ")");
        }
    }

    /** Ends those who were not heard any more before {@code now}. */
    void endGone(Moment now) {
        if (present.isEmpty()) {
            return;
        }
        present.entrySet().removeIf(each -> {
            boolean gone = each.getValue().gone(now);
            if (gone) {
                tell(each.getKey(), each.getValue(), "the other was not heard any more after that");
            }
            return gone;
        });
    }

    /** The instance is no master any more. */
    void onRole(InstanceName instance, String role, long index) {
        end(instance, "it ended when " + instance + " became " + role + " (" + node.cite(index) + ")");
    }

    void onLost() {
        endAll("what came after that is missing in the journal");
    }

    void end(Ending ending) {
        endAll(
                ending == Ending.CUT
                        ? "it goes on past --to, or ends there"
                        : "it lasted to the end of what is recorded");
    }

    private void endAll(String how) {
        present.forEach((key, rival) -> tell(key, rival, how));
        present.clear();
    }

    private void end(InstanceName instance, String how) {
        present.entrySet().removeIf(each -> {
            boolean its = each.getKey().instance().equals(instance);
            if (its) {
                tell(each.getKey(), each.getValue(), how);
            }
            return its;
        });
    }

    private void tell(Key key, Rival rival, String how) {
        var lines = rival.episode.count() == 1 ? once(key, rival, how) : several(key, rival, how);
        lines.addAll(rival.lists);
        before(key, rival, lines);
        lines.addAll(causes(key, rival));
        telling.tell(key.instance(), rival.episode, lines);
    }

    /** What the other did while it was not heard before, as its identifications tell. */
    private void before(Key key, Rival rival, List<String> lines) {
        var before = rival.before;
        var ids = rival.ids;
        if (before == null || ids == null) {
            return;
        }
        var heard = "  " + key.source() + " was heard last at " + node.time(before) + " before: ";
        lines.add(heard
                + ids.evidence()
                + switch (ids.kind()) {
                    case SENT -> "; so it had been master all the while, unheard";
                    case SENT_SOME -> "; so it was master for some of that time, unheard";
                    case MAY_HAVE_SENT -> "";
                    case SILENT -> "; so it was silent itself, and its adverts were not lost on the way";
                    case BEGAN_ANEW -> "; so it was restarted";
                });
    }

    /** Why the other did not yield, as far as this node knows. */
    private List<String> causes(Key key, Rival rival) {
        var lines = new ArrayList<String>();
        var episode = rival.episode;
        var stall = node.silencing(rival.masterSince, episode.from(), rival.interval);
        if (stall != null) {
            lines.add("  so: this process had stood still before: " + stall.text()
                    + "; it sent nothing meanwhile, and the other took over");
        }
        var failed = failures.within(
                key.instance(),
                episode.from().plus(-rival.interval),
                episode.to().plus(rival.interval));
        if (failed != null) {
            lines.add("  so: " + failed + "; the other could not hear it");
        } else if (stall == null && episode.count() > 1) {
            lines.add(
                    "  until then the other did not hear this node, or did not yield; its journal for this time tells which");
        }
        return lines;
    }

    private List<String> once(Key key, Rival rival, String how) {
        var lines = new ArrayList<String>();
        var first = rival.episode.first();
        long age = first.at().since(rival.masterSince);
        lines.add(key.instance() + " heard another master once, " + rival.episode.span(node) + ": an advert of "
                + key.source() + " with priority " + rival.lowest + ", ours is " + rival.ours);
        boolean young = rival.masterSinceKnown && age <= rival.interval;
        lines.add(
                young
                        ? "  so: the last word of a master that yields, or the first of one that begins: up to it both were"
                                + " masters for " + Spans.print(age) + " at most, since this node is master "
                                + rival.masterSinceText
                        : "  how long both were masters this node cannot tell: up to "
                                + (rival.masterSinceKnown ? Spans.print(age) : "an unknown time")
                                + ", since this node is master " + rival.masterSinceText
                                + "; the other's journal tells");
        lines.add("  " + how);
        return lines;
    }

    private List<String> several(Key key, Rival rival, String how) {
        var lines = new ArrayList<String>();
        var episode = rival.episode;
        lines.add("two masters of " + key.instance() + " " + episode.span(node) + ", "
                + Spans.print(episode.to().since(episode.from())) + " at least");
        lines.add("  this node was master with priority " + rival.ours + " and heard "
                + Counted.of(episode.count(), "advert") + " of " + key.source() + " with priority " + rival.lowest
                + (rival.lowest.equals(rival.highest) ? "" : " to " + rival.highest));
        if (episode.longestGap() > rival.interval * 3 / 2) {
            lines.add("  in between it was not heard for up to " + Spans.print(episode.longestGap())
                    + AdvertIds.lost(
                            rival.history.adverts(), rival.first, episode.last().index(), rival.interval));
        }
        lines.add("  " + how);
        return lines;
    }

    /** When a rival of this source was heard first in this mastership, in words; null when none was. */
    @Nullable String since(InstanceName instance, Ip source) {
        var rival = present.get(new Key(instance, source));
        return rival == null ? null : rival.episode.span(node);
    }
}
