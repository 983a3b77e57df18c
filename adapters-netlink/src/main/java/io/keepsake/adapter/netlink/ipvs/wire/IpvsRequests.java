package io.keepsake.adapter.netlink.ipvs.wire;

import static io.keepsake.adapter.netlink.ipvs.wire.IpvsNumbers.*;

import io.keepsake.adapter.netlink.wire.Message;
import io.keepsake.adapter.netlink.wire.MessageWriter;
import io.keepsake.core.value.ServiceKey;

/** Writes the questions to the IPVS family, which had this number in the kernel's answer to {@link #family}. */
public final class IpvsRequests {
    /** No question, and no change that is {@link IpvsChanges#fits}, is longer. */
    public static final int REQUEST_BYTES_MAX = 256;

    private static final int DUMP = Message.FLAG_REQUEST | Message.FLAG_DUMP;

    private IpvsRequests() {}

    /** Asks for the number of the IPVS family; the kernel loads its module for that if it can. */
    public static void family(MessageWriter out, int sequence) {
        generic(out, GENL_ID_CTRL, Message.FLAG_REQUEST, sequence, CTRL_CMD_GETFAMILY, CTRL_VERSION);
        out.attribute(CTRL_ATTR_FAMILY_NAME, IPVS_GENL_NAME).end();
    }

    public static void dumpServices(MessageWriter out, int family, int sequence) {
        begin(out, family, DUMP, sequence, IPVS_CMD_GET_SERVICE);
        out.end();
    }

    /** Asks for the destinations of a service; of one that is not there come none. */
    public static void dumpDestinations(MessageWriter out, int family, int sequence, ServiceKey service) {
        begin(out, family, DUMP, sequence, IPVS_CMD_GET_DEST);
        service(out, service);
        out.end();
    }

    /** Asks for one service; ESRCH when it is not there. */
    public static void service(MessageWriter out, int family, int sequence, ServiceKey service) {
        begin(out, family, Message.FLAG_REQUEST, sequence, IPVS_CMD_GET_SERVICE);
        service(out, service);
        out.end();
    }

    public static void dumpDaemons(MessageWriter out, int family, int sequence) {
        begin(out, family, DUMP, sequence, IPVS_CMD_GET_DAEMON);
        out.end();
    }

    public static void timeouts(MessageWriter out, int family, int sequence) {
        begin(out, family, Message.FLAG_REQUEST, sequence, IPVS_CMD_GET_CONFIG);
        out.end();
    }

    static void begin(MessageWriter out, int family, int flags, int sequence, int command) {
        generic(out, family, flags, sequence, command, IPVS_GENL_VERSION);
    }

    private static void generic(MessageWriter out, int type, int flags, int sequence, int command, int version) {
        out.begin(type, flags, sequence).octet(command).octet(version).zeros(2);
    }

    private static void service(MessageWriter out, ServiceKey service) {
        int nest = out.beginNest(IPVS_CMD_ATTR_SERVICE);
        IpvsChanges.key(out, service);
        out.endNest(nest);
    }
}
