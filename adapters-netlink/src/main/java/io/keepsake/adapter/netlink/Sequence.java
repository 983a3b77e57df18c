package io.keepsake.adapter.netlink;

/** The numbers of the requests on one socket: never 0, which marks what nobody asked for. */
final class Sequence {
    private int last;

    int next() {
        last = last == -1 ? 1 : last + 1;
        return last;
    }
}
