package io.keepsake.config.check.servers;

import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.RealServerConfig;
import java.util.List;

/** {@code quorum} and {@code hysteresis}. */
record Quorum(int quorum, int hysteresis) {

    static Quorum read(Problems problems, Values values, Place header, List<RealServerConfig> servers) {
        var given = values.whole("quorum", 1, Integer.MAX_VALUE, "taken as 1");
        var margin = values.whole("hysteresis", 0, Integer.MAX_VALUE, "taken as 0");
        long total = servers.stream().mapToLong(RealServerConfig::weight).sum();
        int quorum = given == null ? 1 : given;
        if (total == 0) {
            problems.warn(header, "all real servers have weight 0: the quorum is never reached");
            quorum = 1;
        } else if (quorum > total) {
            problems.warn(
                    values.placeOf("quorum", header),
                    "quorum " + quorum + " is above " + total + ", the weight of all real servers; taken as " + total);
            quorum = (int) total;
        }
        int hysteresis = margin == null ? 0 : margin;
        if (hysteresis >= quorum) {
            problems.warn(
                    values.placeOf("hysteresis", header),
                    "hysteresis must be below quorum " + quorum + ", was " + hysteresis + "; taken as " + (quorum - 1));
            hysteresis = quorum - 1;
        }
        return new Quorum(quorum, hysteresis);
    }
}
