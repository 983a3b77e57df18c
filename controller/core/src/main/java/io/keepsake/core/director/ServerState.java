package io.keepsake.core.director;

/**
 * What a virtual server is, beside the health of its real servers.
 *
 * @param quorum whether it has its quorum
 * @param suspended {@code ha_suspend}: nothing is checked, since no address of it is here
 */
public record ServerState(boolean quorum, boolean suspended) {
    /** What a virtual server begins with; the first look at its real servers may take the quorum away. */
    static final ServerState FIRST = new ServerState(true, false);

    ServerState quorum(boolean has) {
        return has == quorum ? this : new ServerState(has, suspended);
    }

    ServerState suspended(boolean is) {
        return is == suspended ? this : new ServerState(quorum, is);
    }
}
