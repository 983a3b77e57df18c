package io.keepsake.daemon.probe;

/** What waits in a {@link Schedule} for its time. */
class ScheduleEntry {
    private long at = Probe.NEVER;
    private int place = -1;

    /** When it is due; {@link Probe#NEVER} when it waits for no time. */
    final long at() {
        return at;
    }

    final void at(long moment) {
        at = moment;
    }

    /** Where it stands in the schedule; -1 for nowhere. */
    final int place() {
        return place;
    }

    final void place(int index) {
        place = index;
    }
}
