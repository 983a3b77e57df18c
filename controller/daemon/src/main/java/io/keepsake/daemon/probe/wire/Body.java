package io.keepsake.daemon.probe.wire;

import io.keepsake.core.event.CheckFailure;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The body of an answer: counted, and digested or kept where somebody asks for that. */
public final class Body {
    /** The longest body that is read. */
    public static final int BYTES_MAX = 1 << 20;

    private final Bytes kept;
    private @Nullable MessageDigest digest;
    private boolean keeping;
    private long length;

    Body(MemoryBudget budget) {
        kept = new Bytes(budget);
    }

    /** Begins an empty body. */
    void begin(boolean digested, boolean keep) {
        release();
        digest = digested ? md5() : null;
        keeping = keep;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    /** Takes the next {@code count} bytes of {@code source}. */
    @Nullable ReplyError take(ByteBuffer source, int count) {
        length += count;
        if (length > BYTES_MAX) {
            return new ReplyError(CheckFailure.TOO_LONG, "the body is longer than 1 MiB");
        }
        if (!keeping) {
            source.position(source.position() + count);
            return null;
        }
        return kept.add(source, count) ? null : Body.noMemory();
    }

    /** Digests what came behind the header as it came: keepalived and genhash leave the framing of chunks in. */
    void digest(ByteBuffer raw) {
        if (digest != null) {
            digest.update(raw);
        }
    }

    static ReplyError noMemory() {
        return new ReplyError(CheckFailure.LOCAL, "no memory left for the answers of servers");
    }

    /** The MD5 of what came, framing included, in lower-case hexadecimal; only of a body that is digested, and once. */
    public String digest() {
        if (digest == null) {
            throw new IllegalStateException("this body is not digested");
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What came, until the next answer begins; only of a body that is kept. */
    public byte[] bytes() {
        return kept.array();
    }

    /** How many of {@link #bytes} count. */
    public int size() {
        return kept.size();
    }

    void release() {
        length = 0;
        digest = null;
        kept.release();
    }
}
