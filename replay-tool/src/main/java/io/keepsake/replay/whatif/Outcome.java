package io.keepsake.replay.whatif;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came of playing journals again.
 *
 * @param names of the nodes
 * @param recorded every change of role in the journals
 * @param control those that the recorded configuration gives in the simulation
 * @param changed those that the other configuration gives
 * @param left where each node leaves what the recorded configuration gives; nodes that do not are missing
 * @param foreign routers that were heard and have no journal here
 * @param end the last place of the journals
 */
record Outcome(
        List<String> names,
        List<Moved> recorded,
        List<Moved> control,
        List<Moved> changed,
        List<Doubt> doubts,
        Map<String, Left> left,
        Set<String> foreign,
        long end) {

    int nodes() {
        return names.size();
    }

    /**
     * Something that nobody knows.
     *
     * @param place from where on
     * @param node whom it is about; null for all
     * @param lasting whether it is about all that follows
     */
    record Doubt(long place, @Nullable String node, boolean lasting, String why) {}

    /**
     * Where a node leaves the recording.
     *
     * @param cite the last recorded event before it
     * @param what it does
     * @param instead what the recorded configuration gives there
     */
    record Left(long place, String cite, String what, String instead) {}
}
