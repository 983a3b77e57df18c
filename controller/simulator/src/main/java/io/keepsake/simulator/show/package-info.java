/** A world for people to look at: a column for each machine. */
@NullMarked
package io.keepsake.simulator.show;

import org.jspecify.annotations.NullMarked;
