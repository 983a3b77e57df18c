package io.keepsake.history.explain;

import io.keepsake.core.event.Why.Armed;
import io.keepsake.core.value.Ip;
import io.keepsake.history.explain.AdvertLog.Heard;
import io.keepsake.history.explain.RecentFacts.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What can be concluded from one node about a master that was not heard.
 *
 * @param setBy the master's advert that set the timer; null when none did or it is not known
 * @param refused the packets of that time that did not count
 * @param stopped whether this process stood still meanwhile
 */
record SilenceVerdict(Armed armed, @Nullable Heard setBy, List<Refusal> refused, boolean stopped) {

    List<String> sentences() {
        var sentences = new ArrayList<String>();
        var foreign = lastBySource(false);
        var lower = lastBySource(true);
        foreign.values()
                .forEach(r -> sentences.add("it was not silence: " + r.source() + " was heard and did not count ("
                        + r.reason() + "); compare the configurations of both"));
        if (foreign.isEmpty() && lower.isEmpty()) {
            var nothing = nothingHeard();
            if (nothing != null) {
                sentences.add(nothing);
            }
        } else if (masterLost()) {
            sentences.add(
                    lost() + " was not heard any more; whether it stopped or the network lost its adverts, one node"
                            + " cannot tell");
        }
        if (!lower.isEmpty()) {
            sentences.add(preempted(lower));
        }
        return sentences;
    }

    /** Whether only another journal can tell what became of the master. */
    boolean leavesOpen() {
        return masterLost() || armed == Armed.STALLED;
    }

    private Map<Ip, Refusal> lastBySource(boolean lower) {
        var last = new LinkedHashMap<Ip, Refusal>();
        refused.stream().filter(r -> InstanceHistory.isLower(r) == lower).forEach(r -> last.put(r.source(), r));
        return last;
    }

    /** Whether there was a master, and nothing of it was heard after its last advert that counted. */
    private boolean masterLost() {
        var master = setBy;
        return armed == Armed.ADVERT
                && (master == null || refused.stream().noneMatch(r -> r.source().equals(master.source())));
    }

    private String lost() {
        return setBy == null ? "the master" : setBy.source() + " (priority " + setBy.priority() + ")";
    }

    private String preempted(Map<Ip, Refusal> lower) {
        var heard = lower.values().stream()
                .map(r -> r.source() + " (" + r.detail() + ")")
                .collect(Collectors.joining(" and "));
        return masterLost() || armed == Armed.PRIORITY_ZERO
                ? heard + " was heard as a master meanwhile and is preempted"
                : "it preempted, as configured: the master was heard and has the lower priority: " + heard;
    }

    private @Nullable String nothingHeard() {
        return switch (armed) {
            case ADVERT ->
                stopped
                        ? "this process stood still meanwhile, and no advert is known to have arrived by then: whether the"
                                + " master stopped, the network lost its adverts or the whole machine was paused, one node"
                                + " cannot tell"
                        : "nothing was heard; whether the master stopped or the network lost its adverts, one node cannot "
                                + "tell";
            case STALLED ->
                "the pause was here: what the master sent meanwhile, one node cannot tell; after it nothing was heard";
            case START, FAULT_CLEARED -> "there was no other master, or its adverts do not arrive here";
            case PRIORITY_ZERO, ADDRESS_LOST, OWNER_START, GROUP_BACKUP, GROUP_WAITS, TIMER_EXPIRED, DEMOTED, HELD ->
                null;
        };
    }
}
