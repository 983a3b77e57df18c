package io.keepsake.world;

import java.util.Arrays;

/** The VRRP sockets of one director: on which link each VRID is heard. */
public final class Sockets {
    static final int EMFILE = 24;
    private final int[] linkIndexes = new int[256];
    private int failures;

    /** Opens the sockets of a VRID on the link with this index; gives the errno. */
    int open(int vrid, int linkIndex, int presentIndex) {
        linkIndexes[vrid] = 0;
        if (failures > 0) {
            failures--;
            return EMFILE;
        }
        if (linkIndex != presentIndex) {
            return Kernel.ENODEV;
        }
        linkIndexes[vrid] = linkIndex;
        return 0;
    }

    /** Whether the VRID is heard on the link with this index. */
    public boolean open(int vrid, int linkIndex) {
        return linkIndexes[vrid] == linkIndex;
    }

    /** The next {@code count} openings fail. */
    public void fail(int count) {
        failures = count;
    }

    void close(int vrid) {
        linkIndexes[vrid] = 0;
    }

    void closeAll() {
        Arrays.fill(linkIndexes, 0);
        failures = 0;
    }
}
