import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes one class cache of two that were made of the same: the clocks of soft references, and the checksums of the header,
 * which the JVM does not look at, become zero. Whatever else differs is an error.
 */
final class SameCache {
    /** Where checksums lie: the header's own, and those of the regions. */
    private static final int HEADER_BYTES = 4096;

    /** More than a year of milliseconds is no clock of this machine. */
    private static final long CLOCK_MAX = 1L << 35;

    private SameCache() {}

    public static void main(String[] args) throws IOException {
        var one = ByteBuffer.wrap(Files.readAllBytes(Path.of(args[0]))).order(ByteOrder.LITTLE_ENDIAN);
        var other = ByteBuffer.wrap(Files.readAllBytes(Path.of(args[1]))).order(ByteOrder.LITTLE_ENDIAN);
        if (one.capacity() != other.capacity()) {
            throw new IOException("the caches have " + one.capacity() + " and " + other.capacity() + " bytes");
        }
        int clocks = 0;
        for (int at = 0; at < one.capacity(); at += at < HEADER_BYTES ? 4 : 8) {
            if (at < HEADER_BYTES) {
                if (one.getInt(at) != other.getInt(at)) {
                    one.putInt(at, 0);
                }
            } else if (one.getLong(at) != other.getLong(at)) {
                if (!clock(one.getLong(at)) || !clock(other.getLong(at))) {
                    throw new IOException("the caches differ at " + at + " in what is no clock: "
                            + Long.toHexString(one.getLong(at)) + ", " + Long.toHexString(other.getLong(at)));
                }
                one.putLong(at, 0);
                clocks++;
            }
        }
        Files.write(Path.of(args[2]), one.array());
        System.out.println(clocks + " clocks set to zero, " + one.capacity() / 1_000_000 + " MB");
    }

    private static boolean clock(long value) {
        return value > 0 && value < CLOCK_MAX;
    }
}
