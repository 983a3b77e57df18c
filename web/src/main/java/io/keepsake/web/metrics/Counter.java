package io.keepsake.web.metrics;

/** What is counted of each instance. The names are those of mehdy/keepalived-exporter and gen2brain/keepalived_exporter. */
enum Counter {
    ADVERTISEMENTS_RECEIVED("advertisements_received", "advert_rcvd", "Advertisements received"),
    ADVERTISEMENTS_SENT("advertisements_sent", "advert_sent", "Advertisements sent"),
    BECOME_MASTER("become_master", "become_master", "Times it became master"),
    RELEASE_MASTER("release_master", "release_master", "Times it was master and is not any more"),
    PACKET_LENGTH_ERRORS("packet_length_errors", "packet_len_err", "Packets of a wrong length"),
    INTERVAL_ERRORS(
            "advertisements_interval_errors", "advert_interval_err", "Advertisements with another interval than ours"),
    TTL_ERRORS("ip_ttl_errors", "ip_ttl_err", "Packets with a TTL other than 255"),
    INVALID_TYPE("invalid_type_received", "invalid_type_rcvd", "Packets of an unknown type"),
    ADDRESS_LIST_ERRORS("address_list_errors", "addr_list_err", "Masters with another address list than ours"),
    AUTHENTICATION_INVALID("authentication_invalid", "invalid_authtype", "Packets with an unknown authentication type"),
    AUTHENTICATION_MISMATCH("authentication_mismatch", "authtype_mismatch", "Packets with another authentication type"),
    AUTHENTICATION_FAILURE("authentication_failure", "auth_failure", "Packets with wrong authentication data"),
    PRIORITY_ZERO_RECEIVED("priority_zero_received", "pri_zero_rcvd", "Advertisements of priority 0 received"),
    PRIORITY_ZERO_SENT("priority_zero_sent", "pri_zero_sent", "Advertisements of priority 0 sent");

    private final String mehdy;
    private final String gen2brain;
    private final String help;

    Counter(String mehdy, String gen2brain, String help) {
        this.mehdy = mehdy;
        this.gen2brain = gen2brain;
        this.help = help;
    }

    /** The name in dialect A, without prefix and {@code _total}. */
    String mehdy() {
        return mehdy;
    }

    /** The name in dialect B, without prefix. */
    String gen2brain() {
        return gen2brain;
    }

    String help() {
        return help;
    }
}
