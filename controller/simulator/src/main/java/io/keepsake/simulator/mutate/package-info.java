/** Cases derived from scenario files: what if one line had been missing, twice, late, or elsewhere. */
@NullMarked
package io.keepsake.simulator.mutate;

import org.jspecify.annotations.NullMarked;
