/**
 * What goes wrong, and how often. {@link io.keepsake.simulator.fault.Fault} is the list of it: a new kind of trouble is
 * a new constant there and a injection beside the others, and nothing else. {@link io.keepsake.simulator.fault.Planner} turns
 * a seed into a plan.
 */
@NullMarked
package io.keepsake.simulator.fault;

import org.jspecify.annotations.NullMarked;
