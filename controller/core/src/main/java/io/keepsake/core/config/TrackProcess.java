package io.keepsake.core.config;

import java.util.List;

/**
 * One {@code vrrp_track_process}: so many processes of a command must run.
 *
 * @param name unique in its file
 * @param quorum the fewest that are enough
 * @param quorumMax the most that are not too many
 * @param forkDelayNanos {@code fork_delay}: how long there must be enough before they count
 * @param terminateDelayNanos {@code terminate_delay}: how long there must be too few, or too many, before that counts
 */
public record TrackProcess(
        String name, Command command, int quorum, int quorumMax, long forkDelayNanos, long terminateDelayNanos) {

    /**
     * Which processes are meant.
     *
     * @param word the name of a process as the kernel has it, at most 15 characters, or the first word of its command line
     *     where that is looked at
     * @param parameters what follows it on the command line
     * @param full {@code full_command}: the command line is looked at although no parameters are
     */
    public record Command(String word, List<String> parameters, Match match, boolean full) {
        public Command {
            parameters = List.copyOf(parameters);
        }

        /** Whether the command line is looked at, and not the name. */
        public boolean line() {
            return full || match != Match.NONE;
        }
    }

    /** What of the parameters of a process must be as configured. */
    public enum Match {
        /** Nothing. */
        NONE,
        /** All of them, and no other. */
        EXACT,
        /** {@code initial}: the first ones. */
        INITIAL,
        /** {@code partial}: the first ones, and the last of those need only begin so. */
        PARTIAL
    }

    /** Whether so many are enough, and not too many. */
    public boolean suffices(int count) {
        return count >= quorum && count <= quorumMax;
    }

    /** Whether what was counted of the other counts for this. */
    public boolean same(TrackProcess other) {
        return name.equals(other.name) && command.equals(other.command);
    }
}
