package io.keepsake.testkit.lab;

import io.keepsake.core.value.LinkAddress;
import java.time.Instant;

/**
 * The kernel added or removed an address.
 *
 * @param at when the watching process heard of it, usually less than 2 ms after the fact
 */
public record AddressEvent(Instant at, boolean added, LinkAddress address) {}
