package io.keepsake.adapter.netlink.socket;

/** The numbers of the requests on one socket: never 0, which marks what nobody asked for. */
public final class Sequence {
    private int last;

    public int next() {
        return block(1);
    }

    /** The first of {@code count} numbers that follow each other. */
    public int block(int count) {
        int first = last + 1;
        if (Integer.compareUnsigned(first, -count) > 0 || first == 0) {
            first = 1;
        }
        last = first + count - 1;
        return first;
    }
}
