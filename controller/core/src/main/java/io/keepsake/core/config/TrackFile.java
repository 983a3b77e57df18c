package io.keepsake.core.config;

/**
 * One {@code vrrp_track_file}: a file with a number in it, that instances depend on.
 *
 * @param name unique in its file
 * @param init {@code init_file}: what is written to it when it is configured
 */
public record TrackFile(String name, String path, Init init) {

    /** Whether a file is written when it is configured. */
    public enum When {
        NEVER,
        /** When it is not there. */
        MISSING,
        /** {@code overwrite}. */
        ALWAYS
    }

    /** What is written, and when. */
    public record Init(When when, long number) {
        public static final Init NONE = new Init(When.NEVER, 0);
    }

    /** Whether what was read of the other counts for this. */
    public boolean same(TrackFile other) {
        return name.equals(other.name) && path.equals(other.path);
    }
}
