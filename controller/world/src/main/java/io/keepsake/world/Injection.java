package io.keepsake.world;

/** Something that is done to a world from outside: a fault, or an act of an operator. */
public interface Injection {
    /** Does it; what ends it again is put on the world's queue here. */
    void happen(World world);

    /** What it is, in a few words for people. */
    String print();

    /** The name of its kind, by which it is chosen and counted. */
    String kind();
}
