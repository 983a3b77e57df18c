/**
 * A world of machines with directors on them: the clocks, the network, the kernels and the queue of what is to come.
 * Knows nothing of what goes wrong ({@code simulator.fault}) nor of what must hold ({@code simulator.invariant}). One
 * world belongs to one thread, and the same plan gives the same world.
 */
@NullMarked
package io.keepsake.world;

import org.jspecify.annotations.NullMarked;
