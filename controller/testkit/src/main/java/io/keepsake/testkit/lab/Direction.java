package io.keepsake.testkit.lab;

/** One of the two ways through a cable between a host and the switch. */
public enum Direction {
    /** What the host sends. */
    FROM_HOST,
    /** What the host receives. */
    TO_HOST
}
