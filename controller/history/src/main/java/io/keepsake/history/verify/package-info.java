/** Comparison of what was recorded with what the core of this program decides. Imports the core, {@code fold} and {@code show}. */
@NullMarked
package io.keepsake.history.verify;

import org.jspecify.annotations.NullMarked;
