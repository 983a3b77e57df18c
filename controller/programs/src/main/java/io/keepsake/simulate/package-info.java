/** {@code ./run simulate}: the simulator on the command line; it writes real journals. */
@NullMarked
package io.keepsake.simulate;

import org.jspecify.annotations.NullMarked;
