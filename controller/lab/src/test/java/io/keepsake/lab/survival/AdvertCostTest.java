package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Installation;
import io.keepsake.testkit.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What an advert costs a backup does not depend on how many instances it has, the first of each neither: 800 a second cost
 * what 800 a second cost.
 */
@Isolated("it hears 800 adverts a second")
class AdvertCostTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Reading and starting ten times as many instances costs more, too. */
    private static final int TIMES = 3;

    private static final Duration WATCHED = Duration.ofSeconds(5);

    /** How many VRIDs share a group. */
    private static final int GROUP = 200;

    @Test
    void tenTimesAsManyInstancesTakeNoMoreCpuForAsManyAdverts() {
        long few = ticks(80, "0.1");
        long many = ticks(800, "1");
        System.out.println("a backup of 80 instances took " + few + " ticks of a CPU, one of 800 took " + many);
        assertTrue(many <= TIMES * few, many + " ticks with 800 instances, " + few + " with 80");
    }

    /** What the backup's process takes of a CPU from its start until some seconds after it follows all, in 10 ms. */
    private static long ticks(int instances, String interval) {
        try (var lab = Lab.open()) {
            var master = new Node(lab, Installation.shared(), 1);
            master.configure(configuration(instances, interval, 200));
            master.start().awaitOutput("BecameMaster", PATIENCE);
            var backup = new Node(lab, Installation.shared(), 2);
            backup.configure(configuration(instances, interval, 100));
            var running = backup.start();
            Await.until(
                    "all to follow",
                    PATIENCE,
                    () -> running.output()
                                    .lines()
                                    .filter(line -> line.contains("MasterFollowed"))
                                    .count()
                            >= instances);
            var end = Instant.now().plus(WATCHED);
            Await.until("time to pass", PATIENCE, () -> Instant.now().isAfter(end));
            return cpu(running.pid());
        }
    }

    /** User and system time of a process: the fields behind its name, of which that may have blanks. */
    private static long cpu(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String configuration(int instances, String interval, int priority) {
        return IntStream.range(0, instances)
                .mapToObj(i ->
                        """
                        vrrp_instance VI_%d {
                         version 3
                         state BACKUP
                         interface ens33
                         virtual_router_id %d
                         mcast_dst_ip 224.0.1.%d
                         priority %d
                         advert_int %s
                         virtual_ipaddress {
                          10.100.%d.%d
                         }
                        }
                        """.formatted(i, i % GROUP + 1, i / GROUP + 1, priority, interval, i / GROUP, i % GROUP + 1))
                .collect(Collectors.joining());
    }
}
