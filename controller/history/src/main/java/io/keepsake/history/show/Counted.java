package io.keepsake.history.show;

/** A number of things. */
public final class Counted {
    private Counted() {}

    /** {@code 1 advert}, {@code 3 adverts}. */
    public static String of(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
