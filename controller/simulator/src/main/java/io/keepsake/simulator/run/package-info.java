/** One simulation of a plan, and campaigns of many: for the command line, the tests and whoever else wants evidence. */
@NullMarked
package io.keepsake.simulator.run;

import org.jspecify.annotations.NullMarked;
