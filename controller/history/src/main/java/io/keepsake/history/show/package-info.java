/** Turns as lines of text and of JSON. Imports the core, the journal and {@code fold}. */
@NullMarked
package io.keepsake.history.show;

import org.jspecify.annotations.NullMarked;
