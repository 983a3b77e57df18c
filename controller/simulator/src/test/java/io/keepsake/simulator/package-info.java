/** What the simulator itself must do, and the campaigns that run with every build. */
@NullMarked
package io.keepsake.simulator;

import org.jspecify.annotations.NullMarked;
