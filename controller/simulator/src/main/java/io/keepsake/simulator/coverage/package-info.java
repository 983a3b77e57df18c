/** What of the core and of the faults a campaign reached, and what not. A campaign that tested nothing is seen here. */
@NullMarked
package io.keepsake.simulator.coverage;

import org.jspecify.annotations.NullMarked;
