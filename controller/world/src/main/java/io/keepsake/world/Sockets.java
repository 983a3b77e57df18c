package io.keepsake.world;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.InstanceName;
import java.util.HashMap;
import java.util.Map;

/** The VRRP sockets of one director: on which link each instance sends and hears. */
public final class Sockets {
    static final int EMFILE = 24;
    private final Map<InstanceName, Open> byInstance = new HashMap<>();
    private int failures;

    /** The sockets of one instance, by the index of the link; 0 for none. */
    private static final class Open {
        private int sendsOn;
        private int hearsOn;
    }

    /** Opens the sockets of an instance on the link with this index; gives the errno. */
    int open(InstanceConfig instance, int linkIndex, int presentIndex) {
        var made = new Open();
        byInstance.put(instance.name(), made);
        if (failures > 0) {
            failures--;
            return EMFILE;
        }
        if (linkIndex != presentIndex) {
            return Kernel.ENODEV;
        }
        made.sendsOn = linkIndex;
        made.hearsOn = linkIndex;
        return 0;
    }

    boolean sends(InstanceName instance, int linkIndex) {
        var open = byInstance.get(instance);
        return open != null && open.sendsOn == linkIndex;
    }

    /** Whether the instance hears its peers on the link with this index. */
    public boolean hears(InstanceName instance, int linkIndex) {
        var open = byInstance.get(instance);
        return open != null && open.hearsOn == linkIndex;
    }

    /** The link with this index is gone: the memberships on it do not come back, also if it does under the same index. */
    void linkGone(int linkIndex) {
        for (var open : byInstance.values()) {
            open.hearsOn = open.hearsOn == linkIndex ? 0 : open.hearsOn;
        }
    }

    /** The next {@code count} openings fail. */
    public void fail(int count) {
        failures = count;
    }

    void close(InstanceName instance) {
        byInstance.remove(instance);
    }

    void closeAll() {
        byInstance.clear();
        failures = 0;
    }
}
