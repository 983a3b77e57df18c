package io.keepsake.daemon.dump;

/** What is counted of an instance, in the order of {@code keepalived.json}. */
enum Counter {
    ADVERT_RCVD("advert_rcvd"),
    ADVERT_SENT("advert_sent"),
    BECOME_MASTER("become_master"),
    RELEASE_MASTER("release_master"),
    PACKET_LEN_ERR("packet_len_err"),
    ADVERT_INTERVAL_ERR("advert_interval_err"),
    IP_TTL_ERR("ip_ttl_err"),
    INVALID_TYPE_RCVD("invalid_type_rcvd"),
    ADDR_LIST_ERR("addr_list_err"),
    /** An authentication type that does not exist counts as one that is not ours: this stays 0. */
    INVALID_AUTHTYPE("invalid_authtype"),
    AUTHTYPE_MISMATCH("authtype_mismatch"),
    AUTH_FAILURE("auth_failure"),
    PRI_ZERO_RCVD("pri_zero_rcvd"),
    PRI_ZERO_SENT("pri_zero_sent");

    /** Its key in JSON. */
    final String key;

    Counter(String key) {
        this.key = key;
    }
}
