/**
 * Every order of events for a few nodes and a few lost packets, not a sample of them. Packets need no time; everything
 * that may happen at one moment happens in every order.
 */
@NullMarked
package io.keepsake.simulator.exhaustive;

import org.jspecify.annotations.NullMarked;
