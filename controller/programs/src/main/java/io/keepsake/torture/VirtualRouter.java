package io.keepsake.torture;

import java.time.Duration;

/** The virtual routers of the cluster: a quick one of version 3, and one of version 2 with a password. */
enum VirtualRouter {
    QUICK("VI_1", 3, 51, Duration.ofMillis(200), "192.168.181.100", 0),
    SECRET("VI_2", 2, 52, Duration.ofSeconds(1), "192.168.181.110", 1);

    private static final int HIGHEST = 200;
    private static final int APART = 50;

    static final String PASSWORD = "torture";

    private final String instance;
    private final int version;
    private final int vrid;
    private final Duration interval;
    private final String vip;
    private final int owner;

    VirtualRouter(String instance, int version, int vrid, Duration interval, String vip, int owner) {
        this.instance = instance;
        this.version = version;
        this.vrid = vrid;
        this.interval = interval;
        this.vip = vip;
        this.owner = owner;
    }

    int vrid() {
        return vrid;
    }

    Duration interval() {
        return interval;
    }

    String vip() {
        return vip;
    }

    /** The node, counted from 0, that is master while all run. */
    int owner() {
        return owner;
    }

    /** Those behind the owner, and then the first ones, have lower and lower priorities. */
    private int priority(int node) {
        return HIGHEST - APART * Math.floorMod(node - owner, Cluster.NODES);
    }

    /** After this silence even the slowest backup has taken over: the Master_Down_Interval of the lowest priority. */
    Duration takeover() {
        int lowest = HIGHEST - APART * (Cluster.NODES - 1);
        return interval.multipliedBy(3).plus(interval.multipliedBy(256 - lowest).dividedBy(256));
    }

    /** Its block in the file of a node, with more lines among its addresses. */
    String block(int node, String moreAddresses) {
        var password = version == 2 ? " authentication {\n  auth_type PASS\n  auth_pass " + PASSWORD + "\n }\n" : "";
        return "vrrp_instance " + instance + " {\n version " + version + "\n state BACKUP\n interface " + Node.LINK
                + "\n virtual_router_id " + vrid + "\n priority " + priority(node) + "\n advert_int "
                + interval.toMillis() / 1e3 + "\n" + password + " virtual_ipaddress {\n  " + vip + "\n"
                + moreAddresses + " }\n}\n";
    }
}
