package io.keepsake.core.value;

/**
 * A checker: which virtual server, which of its real servers, and which of that one's checkers.
 *
 * @param number from 0, in the order of the file
 */
public record CheckerId(VirtualServerName server, Endpoint real, int number) {}
