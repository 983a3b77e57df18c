package io.keepsake.testkit.lab;

import java.time.Duration;
import java.util.List;

/**
 * A real MariaDB server on a host with a new, empty data directory, whatever the service does. It has no table of
 * accounts, which takes longest to make: everybody may do everything, and it cannot replicate.
 */
public record MariaDb(Running process) {
    /** Starts one and waits until it answers; {@code select @@server_id} tells it from others. */
    public static MariaDb start(Host host, int port, int serverId) {
        Tool.require(List.of(Tool.MARIADB));
        var directory = host.directory("mariadb");
        var process = host.start(
                "mariadbd",
                "--no-defaults",
                "--user=root",
                "--datadir=" + directory,
                "--socket=" + directory + "/socket",
                "--pid-file=" + directory + "/pid",
                "--port=" + port,
                "--server-id=" + serverId,
                "--skip-grant-tables",
                "--skip-name-resolve",
                "--innodb-buffer-pool-size=8M",
                // It reserves 8 TB of addresses otherwise, more than a user-mode kernel has; old versions do not know
                // it.
                "--loose-innodb-buffer-pool-size-max=8M",
                "--innodb-log-file-size=4M",
                // Named, or it forks shells to guess them.
                "--loose-wsrep-node-address=127.0.0.1",
                "--loose-wsrep-node-incoming-address=127.0.0.1");
        process.awaitOutput("ready for connections", Duration.ofSeconds(90));
        return new MariaDb(process);
    }

    /** The answer of the server at an address to one statement of SQL, by the real client on {@code client}. */
    public static String ask(Host client, String address, int port, String sql) {
        return client.run(
                        "mariadb",
                        "--no-defaults",
                        "--host=" + address,
                        "--port=" + port,
                        "--connect-timeout=5",
                        "--skip-column-names",
                        "--batch",
                        "--execute=" + sql)
                .strip();
    }
}
