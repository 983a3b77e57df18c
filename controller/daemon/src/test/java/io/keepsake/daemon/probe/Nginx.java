package io.keepsake.daemon.probe;

import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real nginx on the loopback with a certificate that nobody should trust. */
final class Nginx implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path home;
    private final Process process;
    private final int plain;
    private final int tls;
    private final int rejecting;

    private Nginx(Path home, Process process, int plain, int tls, int rejecting) {
        this.home = home;
        this.process = process;
        this.plain = plain;
        this.tls = tls;
        this.rejecting = rejecting;
    }

    static Nginx start(Path home) throws IOException, InterruptedException {
        run(
                home,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "key.pem",
                "-out",
                "cert.pem",
                "-days",
                "1",
                "-subj",
                "/CN=nobody.invalid");
        int[] ports = freePorts();
        Files.writeString(home.resolve("nginx.conf"), configuration(home, ports));
        Files.createDirectories(home.resolve("www"));
        Files.writeString(home.resolve("www/index.html"), "hello");
        Files.writeString(home.resolve("www/large.html"), "0123456789abcdef".repeat(20_000) + "the end");
        var process = new ProcessBuilder(
                        "nginx",
                        "-p",
                        home.toString(),
                        "-c",
                        home.resolve("nginx.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("nginx.log").toFile())
                .start();
        var nginx = new Nginx(home, process, ports[0], ports[1], ports[2]);
        Await.until("nginx", PATIENCE, () -> answers(ports[2]));
        return nginx;
    }

    private static String configuration(Path home, int[] ports) {
        return """
                daemon off;
                master_process off;
                pid HOME/nginx.pid;
                error_log stderr info;
                events { worker_connections 64; }
                http {
                    log_format done '$request_uri $request_completion';
                    access_log HOME/access.log done;
                    client_body_temp_path HOME/body; proxy_temp_path HOME/proxy; fastcgi_temp_path HOME/fastcgi;
                    uwsgi_temp_path HOME/uwsgi; scgi_temp_path HOME/scgi;
                    types { text/html html; }
                    root HOME/www;
                    ssl_certificate HOME/cert.pem;
                    ssl_certificate_key HOME/key.pem;
                    server { listen 127.0.0.1:PLAIN; location /broken { return 500; } }
                    server {
                        listen 127.0.0.1:TLS ssl;
                        location /named { if ($ssl_server_name = www.example.org) { return 204; } return 421; }
                        location /chunked { ssi on; ssi_types *; alias HOME/www/large.html; }
                        location /name { return 200 $ssl_server_name; }
                    }
                    server { listen 127.0.0.1:REJECTING ssl; ssl_reject_handshake on; }
                }
                """.replace("HOME", home.toString())
                .replace("PLAIN", "" + ports[0])
                .replace("TLS", "" + ports[1])
                .replace("REJECTING", "" + ports[2]);
    }

    private static int[] freePorts() throws IOException {
        try (var a = new ServerSocket(0);
                var b = new ServerSocket(0);
                var c = new ServerSocket(0)) {
            return new int[] {a.getLocalPort(), b.getLocalPort(), c.getLocalPort()};
        }
    }

    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 500);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    static String run(Path home, String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(List.of(command))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + printed);
        }
        return printed;
    }

    int plain() {
        return plain;
    }

    int tls() {
        return tls;
    }

    /** Where every handshake is answered with an alert. */
    int rejecting() {
        return rejecting;
    }

    /** Stops it without the chance to clean up, or lets it go on. */
    void signal(String name) throws IOException, InterruptedException {
        run(Path.of("/"), "kill", "-" + name, Long.toString(process.pid()));
    }

    /** The requests that are over, each with OK when all of its answer was taken. */
    List<String> requests() {
        return lines("access.log");
    }

    /** What it had to say of itself and its clients. */
    List<String> log() {
        return lines("nginx.log");
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(home.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
