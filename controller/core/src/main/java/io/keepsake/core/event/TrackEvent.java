package io.keepsake.core.event;

/** What was seen of files and processes that instances track. */
public sealed interface TrackEvent extends Event {

    /**
     * The number in a {@code vrrp_track_file}: told when it is configured, and when it is another.
     *
     * @param file its name
     * @param number 0 when there is no file, or no number in it
     */
    record TrackedFileRead(String file, long number) implements TrackEvent {}

    /**
     * How many processes of a {@code vrrp_track_process} run: told when it is configured, and when it is another number.
     *
     * @param process its name
     */
    record TrackedProcessesCounted(String process, int count) implements TrackEvent {}
}
