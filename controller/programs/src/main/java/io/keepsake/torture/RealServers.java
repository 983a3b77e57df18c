package io.keepsake.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A program that is three real servers, on three ports of all addresses: {@code good|silent|endless|reset}. */
final class RealServers {
    static final String ADDRESS = "192.168.181.9";

    private static final int PORT = 8001;
    private static final int COUNT = 3;

    /** How it treats who connects. */
    enum Manner {
        /** Answers as a web server does. */
        GOOD,
        /** Takes the connection and never says anything. */
        SILENT,
        /** Sends as fast as it is taken, without end. */
        ENDLESS,
        /** Resets the connection after half an answer. */
        RESET;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private RealServers() {}

    public static void main(String[] args) throws IOException {
        var manner = Manner.valueOf(args[0].toUpperCase(Locale.ROOT));
        for (int i = 0; i < COUNT; i++) {
            var listener = new ServerSocket();
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), PORT + i), 1_024);
            Thread.ofPlatform().start(() -> accept(listener, manner));
        }
        System.out.println("listening");
    }

    private static void accept(ServerSocket listener, Manner manner) {
        try {
            while (true) {
                var client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client, manner));
            }
        } catch (IOException e) {
            throw new IllegalStateException("no longer a server", e);
        }
    }

    private static void serve(Socket client, Manner manner) {
        try (client;
                var in = client.getInputStream();
                var out = client.getOutputStream()) {
            switch (manner) {
                case GOOD -> {
                    skipRequest(in);
                    say(out, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nyes");
                }
                case SILENT -> in.transferTo(OutputStream.nullOutputStream());
                case ENDLESS -> {
                    say(out, "HTTP/1.1 200 OK\r\n\r\n");
                    var block = new byte[1 << 16];
                    while (true) {
                        out.write(block);
                    }
                }
                case RESET -> {
                    say(out, "HTTP/1.1 200 O");
                    client.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
            }
        } catch (IOException _) {
            // the client went
        }
    }

    /** Up to the empty line that ends it, or to the end of a client that only connects. */
    private static void skipRequest(InputStream in) throws IOException {
        int ends = 0;
        for (int octet = in.read(); octet >= 0 && ends < 2; octet = ends < 2 ? in.read() : -1) {
            ends = octet == '\n' ? ends + 1 : octet == '\r' ? ends : 0;
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** A virtual server of these three, each checked in another way. */
    static String virtualServer(int port) {
        return """
                virtual_server %s %d {
                 delay_loop 1
                 lb_algo rr
                 lb_kind NAT
                 protocol TCP
                 real_server %2$s 8001 {
                  TCP_CHECK {
                   connect_timeout 1
                  }
                 }
                 real_server %2$s 8002 {
                  HTTP_GET {
                   url {
                    path /
                    status_code 200
                   }
                   connect_timeout 2
                  }
                 }
                 real_server %2$s 8003 {
                  MISC_CHECK {
                   misc_path "/bin/true"
                   misc_timeout 2
                  }
                 }
                }
                """.replace("%2$s", ADDRESS).formatted(VirtualRouter.QUICK.vip(), port);
    }
}
