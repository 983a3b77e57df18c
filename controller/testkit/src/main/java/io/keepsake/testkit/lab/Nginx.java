package io.keepsake.testkit.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real nginx on a host, with a configuration and files of its own: a master and one worker, whatever the service does. */
public record Nginx(Running process, Path accessLog) {
    /** Starts one that answers every request on {@code port} with {@code text}, and waits until it listens. */
    public static Nginx page(Host host, int port, String text) {
        return start(host, port, "location / { return 200 '" + text + "\\n'; }");
    }

    /** Starts one with what else stands in its {@code server} block, and waits until it listens on {@code port}. */
    public static Nginx start(Host host, int port, String server) {
        Tool.require(List.of(Tool.NGINX));
        var directory = host.directory("nginx");
        var configuration = host.write("nginx.conf", configuration(directory, port, server));
        var process = host.start("nginx", "-e", "stderr", "-c", configuration.toString());
        process.awaitListening(port, Duration.ofSeconds(20));
        return new Nginx(process, directory.resolve("access.log"));
    }

    private static String configuration(Path directory, int port, String server) {
        return """
                daemon off;
                user root;
                worker_processes 1;
                pid %1$s/pid;
                events { worker_connections 256; }
                http {
                    default_type text/plain;
                    log_format lab '$remote_addr $host "$request" $status';
                    access_log %1$s/access.log lab;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    server {
                        listen %2$d;
                        %3$s
                    }
                }
                """.formatted(directory, port, server);
    }

    /** The requests so far, one a line: client, host, request line, status. */
    public List<String> requests() {
        try {
            return Files.readAllLines(accessLog);
        } catch (IOException e) {
            throw new LabException("lab: cannot read " + accessLog + ": " + e.getMessage(), e);
        }
    }
}
