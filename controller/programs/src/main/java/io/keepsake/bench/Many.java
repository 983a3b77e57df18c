package io.keepsake.bench;

import static java.util.stream.Collectors.joining;

import java.util.stream.IntStream;

/** Configurations with many instances on one link, or many addresses of one instance. */
final class Many {
    private static final int GROUP = 250;

    private Many() {}

    /** The first address of each instance is in its adverts, the others are not. {@code more} goes into each instance. */
    static String configuration(int instances, int addresses, int priority, String more) {
        return IntStream.range(0, instances)
                .mapToObj(i -> instance(i, addresses, priority, more))
                .collect(joining("\n"));
    }

    private static String instance(int instance, int addresses, int priority, String more) {
        var others = IntStream.range(instance * addresses + 1, (instance + 1) * addresses)
                .mapToObj(place -> "        " + address(place) + "\n")
                .collect(joining());
        return """
                vrrp_instance VI_%d {
                    state BACKUP
                    interface %s
                    virtual_router_id %d
                    mcast_dst_ip 224.0.1.%d
                    priority %d
                    advert_int 1
                    %s
                    virtual_ipaddress {
                        %s
                    }
                %s}
                """.formatted(
                        instance,
                        Profile.LINK,
                        instance % GROUP + 1,
                        instance / GROUP + 1,
                        priority,
                        more,
                        address(instance * addresses),
                        others.isEmpty() ? "" : "    virtual_ipaddress_excluded {\n" + others + "    }\n");
    }

    private static String address(int place) {
        return "10.77." + (100 + place / GROUP) + "." + (place % GROUP + 1);
    }
}
