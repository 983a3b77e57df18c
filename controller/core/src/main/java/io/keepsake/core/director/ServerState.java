package io.keepsake.core.director;

/**
 * What a virtual server is, beside the health of its real servers.
 *
 * @param quorum whether it has its quorum
 * @param held whether it had its quorum at any time of this run; until then the last run's word counts
 * @param suspended {@code ha_suspend}: nothing is checked, since no address of it is here
 */
public record ServerState(boolean quorum, boolean held, boolean suspended) {
    /** What a virtual server begins with, until its real servers are looked at for the first time. */
    static final ServerState FIRST = new ServerState(true, false, false);

    ServerState quorum(boolean has) {
        return has == quorum && (held || !has) ? this : new ServerState(has, held || has, suspended);
    }

    ServerState suspended(boolean is) {
        return is == suspended ? this : new ServerState(quorum, held, is);
    }
}
