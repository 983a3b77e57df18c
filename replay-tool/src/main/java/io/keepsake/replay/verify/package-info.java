/** The comparison of what was recorded with what the core decides now. Imports the core, {@code fold} and {@code show}. */
@NullMarked
package io.keepsake.replay.verify;

import org.jspecify.annotations.NullMarked;
