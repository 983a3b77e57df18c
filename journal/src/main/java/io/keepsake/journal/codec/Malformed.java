package io.keepsake.journal.codec;

/** Bytes that are no record of ours, or one that cannot be understood without another that is damaged. */
public final class Malformed extends RuntimeException {
    public Malformed(String what) {
        super(what);
    }
}
