/**
 * What the kernel should hold, what it is known to hold, and the changes from one to the other. The rightmost feature:
 * may look at all others.
 */
@NullMarked
package io.keepsake.core.kernel;

import org.jspecify.annotations.NullMarked;
