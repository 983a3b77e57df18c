package io.keepsake.adapter.vrrp.wire;

import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Secret;
import java.util.Arrays;

/**
 * The authentication of a VRRPv2 packet (RFC 2338 5.3.6): its type, and the eight bytes at its end. Prints no byte of
 * the password.
 */
public final class AuthData {
    /** Bytes at the end of every VRRPv2 packet, zeros without authentication. */
    static final int LENGTH = 8;

    /** No authentication: eight zeros are sent, and whatever comes is taken. */
    public static final AuthData NONE = new AuthData(AuthType.NONE, new byte[LENGTH]);

    private final AuthType type;
    private final byte[] bytes;

    private AuthData(AuthType type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /** {@code auth_type PASS}: the first eight bytes of the password, filled up with zeros. */
    public static AuthData pass(Secret password) {
        return new AuthData(AuthType.PASS, Arrays.copyOf(password.reveal(), LENGTH));
    }

    AuthType type() {
        return type;
    }

    void write(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, LENGTH);
    }

    /** Takes the same time wherever the first difference is, so that nobody can guess byte by byte. */
    boolean matches(byte[] packet, int at) {
        int difference = 0;
        for (int i = 0; i < LENGTH; i++) {
            difference |= bytes[i] ^ packet[at + i];
        }
        return type == AuthType.NONE || difference == 0;
    }

    @Override
    public String toString() {
        return type + " ***";
    }
}
