package io.keepsake.bench;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of so many virtual servers with so many real servers each, none of them checked. */
record IpvsSize(int services, int destinations) {
    private static final int PORT = 80;
    private static final int BYTE = 256;

    String title() {
        return services + " x " + destinations;
    }

    /** Services and destinations together. */
    int rules() {
        return services * (1 + destinations);
    }

    static IpvsSize parse(String title) {
        var numbers = title.split(" x ", -1);
        return new IpvsSize(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    }

    private static String service(int number) {
        return "10.1." + number / BYTE + "." + number % BYTE + ":" + PORT;
    }

    private static String destination(int number) {
        return "10.2." + number / BYTE + "." + number % BYTE + ":" + PORT;
    }

    /** The service that is programmed last. */
    String lastService() {
        return service(services - 1);
    }

    String lastDestination() {
        return destination(destinations - 1);
    }

    /** One that {@link #configuration} has only when asked for. */
    String addedDestination() {
        return destination(destinations);
    }

    /** In keepalived's language; with one server more in the last of them, if {@code added}. */
    String configuration(boolean added) {
        return IntStream.range(0, services)
                .mapToObj(i -> virtualServer(i, destinations + (added && i == services - 1 ? 1 : 0)))
                .collect(Collectors.joining());
    }

    private static String virtualServer(int number, int servers) {
        var reals = IntStream.range(0, servers)
                .mapToObj(i -> "    real_server " + destination(i).replace(':', ' ') + " {\n    }\n")
                .collect(Collectors.joining());
        return "virtual_server " + service(number).replace(':', ' ')
                + " {\n    delay_loop 60\n    lb_algo rr\n    lb_kind DR\n    protocol TCP\n" + reals + "}\n";
    }

    /** For {@code ipvsadm -R}. */
    String restore() {
        var text = new StringBuilder();
        for (int i = 0; i < services; i++) {
            text.append("-A -t ").append(service(i)).append(" -s rr\n");
            for (int j = 0; j < destinations; j++) {
                text.append("-a -t ")
                        .append(service(i))
                        .append(" -r ")
                        .append(destination(j))
                        .append(" -g -w 1\n");
            }
        }
        return text.toString();
    }
}
