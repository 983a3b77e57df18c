package io.keepsake.web;

import io.keepsake.web.follow.Nodes;
import io.keepsake.web.http.Listen;
import io.keepsake.web.http.Secrets;
import io.keepsake.web.http.WebServer;
import io.keepsake.web.metrics.Otlp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The {@code web} command. */
@Command(
        name = "web",
        description = {
            "Serves what directors recorded: the timeline of elections, the present state, metrics and an API.",
            "Only reads, also while a director runs. Needs no right but to read the journals."
        },
        footer = {
            "",
            "Examples:",
            "  web --journal a=/var/lib/keepsake/journal --journal b=/mnt/b/journal",
            "  web --listen unix:/run/keepsake-web/web.sock",
            "",
            "Exit codes: 0 stopped by a signal or when its time was over, 1 it cannot listen, 2 wrong usage"
        },
        mixinStandardHelpOptions = true,
        version = "web 0.1.0")
public final class Web implements Callable<Integer> {
    @Option(
            names = "--journal",
            paramLabel = "[NAME=]DIR",
            description = {
                "a journal, by default /var/lib/keepsake/journal; again for each further node. NAME is what the node is",
                "called here, by default the name of the directory"
            })
    private List<String> journals = List.of("/var/lib/keepsake/journal");

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT|unix:PATH",
            description = {
                "by default 127.0.0.1:9165; another address than loopback needs TLS and a secret. A Unix socket is for",
                "this user, and for the group of the journal"
            })
    private String listen = "127.0.0.1:9165";

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "certificate chain, PEM")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "its private key, PEM (PKCS #8)")
    private @Nullable Path key;

    @Option(names = "--token-file", paramLabel = "FILE", description = "a token: a bearer's, or a password of any user")
    private @Nullable Path token;

    @Option(names = "--basic-file", paramLabel = "FILE", description = "one line, user:password")
    private @Nullable Path basic;

    @Option(
            names = {"--no-token", "--open"},
            description = {
                "on loopback everyone on this machine may look on. Without this and the two before, a token is made that",
                "the readers of the journal can read, and a link with it is printed"
            })
    private boolean open;

    @Option(
            names = "--otlp",
            paramLabel = "URL",
            description = "send the metrics there too, by OpenTelemetry's protocol: http://HOST:4318/v1/metrics")
    private @Nullable URI otlp;

    @Option(names = "--otlp-every", paramLabel = "SECONDS", description = "how often; by default 60")
    private int otlpEvery = 60;

    @Option(
            names = "--stale",
            paramLabel = "SECONDS",
            description = "a director that records nothing for so long counts as dead; by default 10")
    private int stale = 10;

    @Option(names = "--minutes", paramLabel = "N", description = "end after so long; by default, and with 0, never")
    private int minutes;

    private static final String UNIX = "unix:";

    private Web() {}

    /** Its options, for who describes them. */
    public static CommandSpec spec() {
        return CommandSpec.forAnnotatedObject(new Web());
    }

    /** Runs until a signal comes. */
    public static void main(String[] args) {
        var err = new java.io.PrintWriter(System.err, true, java.nio.charset.StandardCharsets.UTF_8);
        System.exit(new CommandLine(new Web())
                .setErr(err)
                .setParameterExceptionHandler((e, _) -> {
                    err.println("web: " + e.getMessage() + "; see web --help");
                    return 2;
                })
                .setExecutionExceptionHandler((e, _, _) -> {
                    err.println("web: " + e.getMessage());
                    return e instanceof IllegalArgumentException ? 2 : 1;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var directories = directories(journals);
        var kept = tokenFile(directories.firstEntry().getValue());
        var where = where(kept);
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown));
        try (var nodes = Nodes.follow(directories);
                var server = WebServer.start(nodes, where, Duration.ofSeconds(stale), export())) {
            System.out.println(
                    "web: " + link(where, server.port(), kept) + " shows " + String.join(", ", directories.keySet()));
            if (kept != null && kept.file() != null) {
                System.out.println("web: its token stands in " + kept.file() + " for readers of the journal");
            }
            if (minutes > 0) {
                boolean stopped = ended.await(minutes, TimeUnit.MINUTES);
                System.out.println(stopped ? "web: stopped" : "web: its " + minutes + " minutes are over");
            } else {
                ended.await();
            }
        }
        return 0;
    }

    private static String link(Listen where, int port, @Nullable TokenFile kept) {
        var host = where.host().indexOf(':') < 0 ? where.host() : "[" + where.host() + "]";
        return where.socket() != null
                ? where.toString()
                : (where.tls() ? "https" : "http") + "://" + host + ":" + port + "/"
                        + (kept == null ? "" : "?token=" + kept.token());
    }

    private @Nullable Otlp export() {
        return otlp == null ? null : new Otlp(otlp, Duration.ofSeconds(Math.max(1, otlpEvery)));
    }

    /** The token of this machine; null where another secret is given, or none is wanted or needed. */
    private @Nullable TokenFile tokenFile(Path journal) {
        boolean asks = token == null && basic == null && !open && !listen.startsWith(UNIX);
        return asks ? TokenFile.in(TokenFile.directories(System.getenv()), journal) : null;
    }

    private Listen where(@Nullable TokenFile kept) throws IOException {
        var secrets = kept == null ? Secrets.given(secret(token), secret(basic)) : Secrets.made(kept.token());
        if (listen.startsWith(UNIX)) {
            return Listen.unix(Path.of(listen.substring(UNIX.length())), secrets);
        }
        int colon = listen.lastIndexOf(':');
        if (colon < 1 || !listen.substring(colon + 1).matches("\\d{1,5}")) {
            throw new IllegalArgumentException("--listen: expected HOST:PORT or unix:PATH, found " + listen);
        }
        var host = listen.substring(0, colon).replaceAll("[\\[\\]]", "");
        int port = Integer.parseInt(listen.substring(colon + 1));
        return new Listen(host, port, null, certificate, key, secrets);
    }

    private static @Nullable String secret(@Nullable Path file) throws IOException {
        if (file == null) {
            return null;
        }
        var text = Files.readString(file).strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException(file + " is empty, expected a secret");
        }
        return text;
    }

    /** By the names of the nodes, which differ. */
    static SequencedMap<String, Path> directories(List<String> journals) {
        var all = new LinkedHashMap<String, Path>();
        for (var text : journals) {
            int equals = text.indexOf('=');
            var path = Path.of(text.substring(equals + 1));
            var last = path.toAbsolutePath().normalize().getFileName();
            var name = equals > 0 ? text.substring(0, equals) : last == null ? "journal" : last.toString();
            var unique = name.replaceAll("[,@/\\s]", "_");
            for (int i = 2; all.containsKey(unique); i++) {
                unique = name + "-" + i;
            }
            all.put(unique, path);
        }
        return all;
    }
}
