/**
 * What must hold. {@link io.keepsake.simulator.invariant.OfInstance} and {@link
 * io.keepsake.simulator.invariant.OfDirector} look at one director alone and hold whatever it is told, in a simulation as
 * in a scenario file; they are listed in {@link io.keepsake.simulator.invariant.DirectorCheck}. The others look at a
 * world and wait for the bound that each derives from the protocol; they are listed in {@link
 * io.keepsake.simulator.invariant.WorldCheck}. Nothing here calls the rules of {@code core.vrrp}: what they should do is
 * written down a second time, from the RFC and the decisions in {@code docs/decisions}.
 */
@NullMarked
package io.keepsake.simulator.invariant;

import org.jspecify.annotations.NullMarked;
