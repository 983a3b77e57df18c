package io.keepsake.torture;

import io.keepsake.torture.PacketStorm.Packets;
import io.keepsake.torture.RealServers.Manner;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Every fault there is. */
enum Kind {
    FREEZE(true, 4_000, "SIGSTOP of the director and its helpers", (_, n, _) -> new ProcessFault.Frozen(n)),
    KILL(true, 3_000, "kill -9 of the director and its helpers", (_, n, _) -> new ProcessFault.Killed(n)),
    KILL_AT_START(true, 200, "kill -9 at three moments of a start", (_, n, r) -> ProcessFault.KilledAtStart.of(n, r)),
    STOP(true, 2_000, "SIGTERM", (_, n, _) -> new ProcessFault.Stopped(n)),
    KILL_RUNNER(true, 1_500, "kill -9 of the script runner, and a restart", (_, n, _) -> new ProcessFault.RunnerKilled(n)),
    KILL_WEB(false, 1_000, "kill -9 of the web", (c, _, _) -> new ProcessFault.WebKilled(c)),
    SIGNALS(false, 500, "thirty signals of exporters and operators", (_, n, r) -> ProcessFault.Signalled.of(n, r)),
    OTHER_TIME(true, 2_000, "a start in a time namespace", (_, n, r) -> ProcessFault.OtherTime.of(n, r)),
    HANG_ON_CONTROL(false, 1_500, "eighty clients of the control socket that never end", (_, n, r) ->
            new ProcessFault.ControlHung(n, r)),
    HANG_ON_WEB(false, 1_500, "150 clients of the web that never end", (c, _, _) -> new ProcessFault.WebHung(c)),
    FULL_DISK(false, 3_000, "no room on the journal's disk", (_, n, _) -> new DiskFault.Full(n)),
    FULL_AT_START(true, 2_500, "kill -9, and a start without room", (_, n, _) -> new DiskFault.FullAtStart(n)),
    READ_ONLY_AT_START(true, 2_500, "kill -9, and a start on a read-only disk", (_, n, _) ->
            new DiskFault.ReadOnlyAtStart(n)),
    HANGING_DISK(false, 4_000, "whoever writes to the journal's disk waits", (_, n, _) -> new DiskFault.Hanging(n)),
    VANISHED_DISK(false, 2_000, "umount -l of the journal's disk", (_, n, _) -> new DiskFault.Vanished(n)),
    REPLACED_JOURNAL(false, 2_000, "the journal's directory is moved away", (_, n, _) -> new DiskFault.Replaced(n)),
    DAMAGED_JOURNAL(true, 2_500, "kill -9, and a start with a damaged journal", (_, n, r) ->
            new DiskFault.Damaged(n, r)),
    BLOCKED_LOG(false, 2_500, "nobody reads stdout and stderr", (_, n, _) -> new OutsideFault.LogBlocked(n)),
    LINK_STORM(false, 3_000, "hundreds of links come and go", (c, n, _) -> new OutsideFault.LinkStorm(c, n)),
    FORGED_ADVERTS(false, 3_000, "adverts with a wrong checksum at line rate", storm(Packets.FORGED)),
    MALFORMED_PACKETS(false, 3_000, "packets that hold anything at line rate", storm(Packets.MALFORMED)),
    WRONG_PASSWORDS(false, 3_000, "adverts with other passwords at line rate", storm(Packets.WRONG_PASSWORD)),
    LOWER_ADVERTS(false, 3_000, "adverts in order, of a low priority, at line rate", storm(Packets.LOWER)),
    SILENT_SERVERS(false, 4_000, "real servers that accept and never answer", servers(Manner.SILENT)),
    ENDLESS_SERVERS(false, 4_000, "real servers that never end their answer", servers(Manner.ENDLESS)),
    RESETTING_SERVERS(false, 4_000, "real servers that reset", servers(Manner.RESET)),
    NO_DESCRIPTORS(false, 3_000, "prlimit: no descriptor is left", (_, n, _) -> new LimitFault.Descriptors(n)),
    NO_MEMORY(true, 3_000, "prlimit: nothing can be mapped", (_, n, _) -> new LimitFault.Memory(n)),
    BROKEN_FILES(false, 500, "reloads of broken files", (_, n, _) -> new FileFault.Broken(n)),
    HUGE_FILES(false, 500, "reloads of huge files", (_, n, _) -> new FileFault.Huge(n)),
    CHANGED_FILES(false, 2_000, "a reload with more addresses and servers", (_, n, r) -> FileFault.Changed.of(n, r)),
    RELOAD_STORM(false, 500, "reloads of any file at any moment", (_, n, r) -> new FileFault.Storm(n, r));

    private interface Maker {
        Fault make(Cluster cluster, Node node, RandomGenerator chance);
    }

    private final boolean costsMastership;
    private final long lastsMillis;
    private final String what;
    private final Maker maker;

    Kind(boolean costsMastership, long lastsMillis, String what, Maker maker) {
        this.costsMastership = costsMastership;
        this.lastsMillis = lastsMillis;
        this.what = what;
        this.maker = maker;
    }

    private static Maker storm(Packets packets) {
        return (cluster, _, chance) -> new OutsideFault.Storm(cluster, packets, chance);
    }

    private static Maker servers(Manner manner) {
        return (cluster, _, _) -> new OutsideFault.Servers(cluster, manner);
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
            case KILL_WEB, HANG_ON_WEB, FORGED_ADVERTS, MALFORMED_PACKETS, WRONG_PASSWORDS, LOWER_ADVERTS, SILENT_SERVERS,
                    ENDLESS_SERVERS, RESETTING_SERVERS -> false;
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

    Fault make(Cluster cluster, Node node, RandomGenerator chance) {
        return maker.make(cluster, node, chance);
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
