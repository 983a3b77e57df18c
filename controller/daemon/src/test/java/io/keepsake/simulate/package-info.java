/** {@code ./run simulate}: the simulator on the command line. Stands here because it writes real journals. */
@NullMarked
package io.keepsake.simulate;

import org.jspecify.annotations.NullMarked;
