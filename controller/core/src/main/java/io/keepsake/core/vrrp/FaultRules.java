package io.keepsake.core.vrrp;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.FaultReason;
import java.util.ArrayList;
import java.util.List;

/** What keeps an instance from taking part, computed from what is seen, never stored apart from it. */
final class FaultRules {
    private FaultRules() {}

    /** The reasons there are, in the order of {@link FaultReason}; none means the instance can run. */
    static List<FaultReason> reasons(ControllerConfig config, Situation s) {
        var reasons = new ArrayList<FaultReason>(2);
        var link = s.link();
        if (link.isEmpty()) {
            reasons.add(FaultReason.INTERFACE_MISSING);
        } else if (!link.get().usable()) {
            reasons.add(FaultReason.INTERFACE_DOWN);
        }
        if (link.isPresent() && s.source().isEmpty()) {
            reasons.add(FaultReason.NO_SOURCE_IP);
        }
        if (config.instances().stream().anyMatch(other -> clashes(s.self(), other))) {
            reasons.add(FaultReason.DUPLICATE_VRID);
        }
        if (s.deaf()) {
            reasons.add(FaultReason.SOCKET_FAILED);
        }
        return reasons;
    }

    private static boolean clashes(InstanceConfig self, InstanceConfig other) {
        return self.vrid().value() == other.vrid().value()
                && !self.name().equals(other.name())
                && self.link().equals(other.link())
                && self.family() == other.family()
                && !self.unicast()
                && !other.unicast();
    }
}
