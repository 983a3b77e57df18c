/**
 * What the system knows and how it decides. {@link io.keepsake.core.NodeReducer} is the one door: a recorded event goes
 * in, the next {@link io.keepsake.core.NodeState} and a turn of decisions and effects come out. Nothing here reads a
 * clock, a file, chance or the environment; the simulator, the replay tool and the daemon run the same code.
 */
@NullMarked
package io.keepsake.core;

import org.jspecify.annotations.NullMarked;
