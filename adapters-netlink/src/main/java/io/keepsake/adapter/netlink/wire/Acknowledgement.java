package io.keepsake.adapter.netlink.wire;

import java.nio.ByteBuffer;

/**
 * What an NLMSG_ERROR or NLMSG_DONE says.
 *
 * @param errno 0 for success
 * @param reason the kernel's own words (extended acknowledgement), often empty
 */
public record Acknowledgement(int errno, String reason) {
    /** EPROTO, for an acknowledgement that is none. */
    static final int DAMAGED = 71;

    private static final int ERRNO_MAX = 4095;
    private static final int ATTRIBUTE_MESSAGE = 1;

    public static Acknowledgement decode(Message message) {
        var payload = message.payload();
        if (payload.limit() < Integer.BYTES) {
            return new Acknowledgement(DAMAGED, "");
        }
        int result = payload.getInt(0);
        int errno = result <= 0 && result >= -ERRNO_MAX ? -result : DAMAGED;
        if ((message.flags() & Message.FLAG_ACK_ATTRIBUTES) == 0) {
            return new Acknowledgement(errno, "");
        }
        var attributes = Attributes.of(payload, attributesAt(message, payload));
        return new Acknowledgement(errno, attributes.text(ATTRIBUTE_MESSAGE).orElse(""));
    }

    /** An NLMSG_ERROR repeats the request between the number and the attributes: whole, or its header alone. */
    private static int attributesAt(Message message, ByteBuffer payload) {
        if (message.type() == Message.DONE) {
            return Integer.BYTES;
        }
        boolean capped = (message.flags() & Message.FLAG_CAPPED) != 0;
        if (capped || payload.limit() < Integer.BYTES + Message.HEADER_BYTES) {
            return Integer.BYTES + Message.HEADER_BYTES;
        }
        int repeated = payload.getInt(Integer.BYTES);
        boolean fits = repeated >= Message.HEADER_BYTES && repeated <= payload.limit() - Integer.BYTES;
        return fits ? Integer.BYTES + Message.align(repeated) : payload.limit();
    }
}
