package io.keepsake.lab.lvs;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.lab.Nginx;
import io.keepsake.testkit.lab.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** One TCP connection that lives long: a file that its server sends slowly. */
final class Download {
    private final Running curl;
    private final Path file;

    private Download(Running curl, Path file) {
        this.curl = curl;
        this.file = file;
    }

    /** A web server with a file that takes minutes. */
    static Nginx server(Lab lab, Host host, int port) {
        var large = lab.file("large-" + host.name());
        try {
            Files.write(large, new byte[1 << 20]);
        } catch (IOException e) {
            throw new LabException("cannot write " + large + ": " + e.getMessage(), e);
        }
        return Nginx.start(
                host,
                port,
                "location /slow { alias %s; limit_rate 2k; }\nlocation / { return 200 'ok\\n'; }".formatted(large));
    }

    /** Begins, and waits until the first bytes are there. */
    static Download begin(Lab lab, Host client, String url) {
        var file = lab.file("download-" + client.name() + "-" + url.hashCode());
        var curl = client.start("curl", "-sS", "-N", "-o", file.toString(), url + "slow");
        var download = new Download(curl, file);
        download.flows("the download begins");
        return download;
    }

    private long size() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new LabException("cannot look at " + file + ": " + e.getMessage(), e);
        }
    }

    /** The connection lives: more comes than was there. */
    void flows(String what) {
        long before = size();
        Await.until(what, Duration.ofSeconds(30), () -> {
            if (!curl.alive()) {
                throw new LabException(what + ": the connection was cut: " + curl.output());
            }
            return size() > before + 1024;
        });
    }
}
