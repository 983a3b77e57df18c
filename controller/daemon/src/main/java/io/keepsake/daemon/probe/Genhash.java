package io.keepsake.daemon.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code genhash}: what to write behind {@code digest} of an HTTP_GET or SSL_GET. As keepalived's it prints the
 * MD5 of the body, whatever the status, or {@code Connection failed}, and ends with 0 either way.
 */
public final class Genhash {
    private static final int TIMEOUT_SECONDS = 5;
    private static final int BODY_BYTES_MAX = 64 << 20;
    private static final byte[] END_OF_HEADER = {'\r', '\n', '\r', '\n'};

    /** What {@code --help} prints. */
    public static final String USAGE = """
            Usage: genhash -s ADDRESS -p PORT -u URL [OPTION]...
              -s, --server=ADDRESS         of the real server
              -p, --port=PORT              its port
              -u, --url=URL                the path to ask for
              -S, --use-ssl                by TLS
              -I, --use-sni                with the virtual host as the name of the server
              -V, --use-virtualhost=NAME   the Host of the request
              -P, --protocol=1.0|1.0c|1.1  of HTTP, 1.0 by default; 1.0c with Connection: close
              -t, --timeout=SECONDS        of the connection and of each read, 5 by default
              -v, --verbose                the header as well
              -h, --help                   this""";

    private String server = "";
    private int port;
    private String url = "";
    private String host = "";
    private String protocol = "1.0";
    private int seconds = TIMEOUT_SECONDS;
    private boolean tls;
    private boolean sni;
    private boolean verbose;

    private Genhash() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    static int run(List<String> words, PrintStream out, PrintStream err) {
        var asked = new Genhash();
        try {
            asked.read(words);
        } catch (IllegalArgumentException e) {
            if (!String.valueOf(e.getMessage()).isEmpty()) {
                err.println("genhash: " + e.getMessage());
            }
            err.println(USAGE);
            return 1;
        }
        try {
            asked.print(asked.exchange(), out);
        } catch (IOException | GeneralSecurityException e) {
            err.println("Connection failed");
            err.println("genhash: " + asked.server + " port " + asked.port + ": " + e.getMessage());
        }
        return 0;
    }

    private void read(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            var name = equals < 0 ? word : word.substring(0, equals);
            switch (name) {
                case "-S", "--use-ssl" -> tls = true;
                case "-I", "--use-sni" -> sni = true;
                case "-v", "--verbose" -> verbose = true;
                case "-h", "--help" -> throw new IllegalArgumentException("");
                default -> {
                    var value = equals >= 0 ? word.substring(equals + 1) : i + 1 < words.size() ? words.get(++i) : null;
                    take(name, value);
                }
            }
        }
        if (server.isEmpty() || port == 0 || url.isEmpty()) {
            throw new IllegalArgumentException("");
        }
    }

    private void take(String name, @Nullable String given) {
        if (given == null) {
            throw new IllegalArgumentException(name + " is unknown, or needs a value");
        }
        switch (name) {
            case "-s", "--server" -> server = given;
            case "-p", "--port" -> port = number(name, given, 65_535);
            case "-u", "--url" -> url = given;
            case "-V", "--use-virtualhost" -> host = given;
            case "-P", "--protocol" -> protocol = given;
            case "-t", "--timeout" -> seconds = number(name, given, 3_600);
            case "-m", "--fwmark" -> throw new IllegalArgumentException("-m means nothing here");
            default -> throw new IllegalArgumentException("Unknown option " + name);
        }
        if (given.chars().anyMatch(c -> c <= ' ')) {
            throw new IllegalArgumentException(name + " has a blank or a control character in it");
        }
    }

    private static int number(String name, String value, int max) {
        int number = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : 0;
        if (number < 1 || number > max) {
            throw new IllegalArgumentException(name + " needs a number from 1 to " + max + ", was \"" + value + "\"");
        }
        return number;
    }

    /** All that the server answers, up to 64 MiB. */
    private byte[] exchange() throws IOException, GeneralSecurityException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(server, port), seconds * 1_000);
            socket.setSoTimeout(seconds * 1_000);
            var talk = tls ? encrypted(socket) : socket;
            talk.getOutputStream().write(request().getBytes(StandardCharsets.ISO_8859_1));
            return all(talk.getInputStream());
        }
    }

    private String request() {
        var authority = !host.isEmpty() ? host : server.indexOf(':') < 0 ? server : "[" + server + "]";
        return "GET " + url + " HTTP/" + protocol.replace("c", "") + "\r\n"
                + (protocol.equals("1.0") ? "" : "Connection: close\r\n")
                + "User-Agent: KeepAlive GenHash Client\r\nHost: " + authority
                + (port == (tls ? 443 : 80) || !host.isEmpty() ? "" : ":" + port) + "\r\n\r\n";
    }

    private static byte[] all(InputStream in) throws IOException {
        var answer = new ByteArrayOutputStream();
        var buffer = new byte[65_536];
        for (int length = in.read(buffer); length >= 0 && answer.size() < BODY_BYTES_MAX; length = in.read(buffer)) {
            answer.write(buffer, 0, length);
        }
        return answer.toByteArray();
    }

    /** Whoever asks for a digest wants to know what stands there, whatever the certificate says; as keepalived's. */
    private Socket encrypted(Socket socket) throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        var talk = (SSLSocket) context.getSocketFactory().createSocket(socket, server, port, true);
        if (sni && !host.isEmpty()) {
            var parameters = talk.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            talk.setSSLParameters(parameters);
        }
        talk.startHandshake();
        return talk;
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private void print(byte[] answer, PrintStream out) throws GeneralSecurityException, IOException {
        int body = 0;
        while (body + END_OF_HEADER.length <= answer.length
                && !java.util.Arrays.equals(answer, body, body + END_OF_HEADER.length, END_OF_HEADER, 0, 4)) {
            body++;
        }
        body += END_OF_HEADER.length;
        if (body > answer.length) {
            throw new IOException("no HTTP header in what it answered");
        }
        if (verbose) {
            out.print(new String(answer, 0, body, StandardCharsets.ISO_8859_1));
        }
        var digest = MessageDigest.getInstance("MD5");
        digest.update(answer, body, answer.length - body);
        out.println(HexFormat.of().formatHex(digest.digest()));
    }
}
