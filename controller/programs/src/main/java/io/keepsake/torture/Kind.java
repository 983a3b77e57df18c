package io.keepsake.torture;

import io.keepsake.torture.PacketStorm.Packets;
import io.keepsake.torture.RealServers.Manner;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Every fault there is. */
enum Kind {
    FREEZE(true, 4_000, "SIGSTOP of the director and its helpers"),
    KILL(true, 3_000, "kill -9 of the director and its helpers"),
    KILL_AT_START(true, 200, "kill -9 at three moments of a start"),
    STOP(true, 2_000, "SIGTERM"),
    KILL_RUNNER(true, 1_500, "kill -9 of the script runner, and a restart"),
    KILL_WEB(false, 1_000, "kill -9 of the web"),
    SIGNALS(false, 500, "thirty signals of exporters and operators"),
    OTHER_TIME(true, 2_000, "a start in a time namespace"),
    HANG_ON_CONTROL(false, 1_500, "eighty clients of the control socket that never end"),
    HANG_ON_WEB(false, 1_500, "150 clients of the web that never end"),
    FULL_DISK(false, 3_000, "no room on the journal's disk"),
    FULL_AT_START(true, 2_500, "kill -9, and a start without room"),
    READ_ONLY_AT_START(true, 2_500, "kill -9, and a start on a read-only disk"),
    HANGING_DISK(false, 4_000, "whoever writes to the journal's disk waits"),
    VANISHED_DISK(false, 2_000, "umount -l of the journal's disk"),
    REPLACED_JOURNAL(false, 2_000, "the journal's directory is moved away"),
    DAMAGED_JOURNAL(true, 2_500, "kill -9, and a start with a damaged journal"),
    BLOCKED_LOG(false, 2_500, "nobody reads stdout and stderr"),
    LINK_STORM(false, 3_000, "hundreds of links come and go"),
    FORGED_ADVERTS(false, 3_000, "adverts with a wrong checksum at line rate"),
    MALFORMED_PACKETS(false, 3_000, "packets that hold anything at line rate"),
    WRONG_PASSWORDS(false, 3_000, "adverts with other passwords at line rate"),
    LOWER_ADVERTS(false, 3_000, "adverts in order, of a low priority, at line rate"),
    SILENT_SERVERS(false, 4_000, "real servers that accept and never answer"),
    ENDLESS_SERVERS(false, 4_000, "real servers that never end their answer"),
    RESETTING_SERVERS(false, 4_000, "real servers that reset"),
    NO_DESCRIPTORS(false, 3_000, "prlimit: no descriptor is left"),
    NO_MEMORY(true, 3_000, "prlimit: nothing can be mapped"),
    BROKEN_FILES(false, 500, "reloads of broken files"),
    HUGE_FILES(false, 500, "reloads of huge files"),
    CHANGED_FILES(false, 2_000, "a reload with more addresses and servers"),
    RELOAD_STORM(false, 500, "reloads of any file at any moment");

    private final boolean costsMastership;
    private final long lastsMillis;
    private final String what;

    Kind(boolean costsMastership, long lastsMillis, String what) {
        this.costsMastership = costsMastership;
        this.lastsMillis = lastsMillis;
        this.what = what;
    }

    /** One that has not begun, with all it leaves to chance decided by {@code chance}. */
    Fault make(Cluster cluster, Node node, RandomGenerator chance) {
        return switch (this) {
            case FREEZE -> new ProcessFault.Frozen(node);
            case KILL -> new ProcessFault.Killed(node);
            case KILL_AT_START -> ProcessFault.KilledAtStart.of(node, chance);
            case STOP -> new ProcessFault.Stopped(node);
            case KILL_RUNNER -> new ProcessFault.RunnerKilled(node);
            case KILL_WEB -> new ProcessFault.WebKilled(cluster);
            case SIGNALS -> ProcessFault.Signalled.of(node, chance);
            case OTHER_TIME -> ProcessFault.OtherTime.of(node, chance);
            case HANG_ON_CONTROL -> new ProcessFault.ControlHung(node, chance);
            case HANG_ON_WEB -> new ProcessFault.WebHung(cluster);
            case FULL_DISK -> new DiskFault.Full(node);
            case FULL_AT_START -> new DiskFault.FullAtStart(node);
            case READ_ONLY_AT_START -> new DiskFault.ReadOnlyAtStart(node);
            case HANGING_DISK -> new DiskFault.Hanging(node);
            case VANISHED_DISK -> new DiskFault.Vanished(node);
            case REPLACED_JOURNAL -> new DiskFault.Replaced(node);
            case DAMAGED_JOURNAL -> new DiskFault.Damaged(node, chance);
            case BLOCKED_LOG -> new OutsideFault.LogBlocked(node);
            case LINK_STORM -> new OutsideFault.LinkStorm(cluster, node);
            case FORGED_ADVERTS -> new OutsideFault.Storm(cluster, Packets.FORGED, chance);
            case MALFORMED_PACKETS -> new OutsideFault.Storm(cluster, Packets.MALFORMED, chance);
            case WRONG_PASSWORDS -> new OutsideFault.Storm(cluster, Packets.WRONG_PASSWORD, chance);
            case LOWER_ADVERTS -> new OutsideFault.Storm(cluster, Packets.LOWER, chance);
            case SILENT_SERVERS -> new OutsideFault.Servers(cluster, Manner.SILENT);
            case ENDLESS_SERVERS -> new OutsideFault.Servers(cluster, Manner.ENDLESS);
            case RESETTING_SERVERS -> new OutsideFault.Servers(cluster, Manner.RESET);
            case NO_DESCRIPTORS -> new LimitFault.Descriptors(node);
            case NO_MEMORY -> new LimitFault.Memory(node);
            case BROKEN_FILES -> new FileFault.Broken(node);
            case HUGE_FILES -> new FileFault.Huge(node);
            case CHANGED_FILES -> FileFault.Changed.of(node, chance);
            case RELOAD_STORM -> new FileFault.Storm(node, chance);
        };
    }

    /** Its name on the command line and in the table. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String what() {
        return what;
    }

    /** Whether the director it happens to may lose what it is master of; of all others the rhythm is kept. */
    boolean costsMastership() {
        return costsMastership;
    }

    /** How long it lasts at most, and a quarter of that at least. */
    long lastsMillis() {
        return lastsMillis;
    }

    /** Whether it happens to one node, and not to what all have in common. */
    boolean isOfOneNode() {
        return switch (this) {
            case KILL_WEB,
                    HANG_ON_WEB,
                    FORGED_ADVERTS,
                    MALFORMED_PACKETS,
                    WRONG_PASSWORDS,
                    LOWER_ADVERTS,
                    SILENT_SERVERS,
                    ENDLESS_SERVERS,
                    RESETTING_SERVERS -> false;
            default -> true;
        };
    }

    /** Whether this kernel can do it. */
    boolean possible() {
        return switch (this) {
            case HANGING_DISK -> Disk.canHang();
            case OTHER_TIME -> ProcessFault.OtherTime.possible();
            default -> true;
        };
    }

    /** The kind of that word; throws {@link IllegalArgumentException} when there is none. */
    static Kind of(String word) {
        return Stream.of(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault \"" + word + "\"; there are "
                        + String.join(", ", Stream.of(values()).map(Kind::word).toList())));
    }
}
