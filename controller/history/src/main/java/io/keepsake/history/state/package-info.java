/** What a director knew at a moment, how two moments differ, and where a value came from. Imports the core and {@code cluster}. */
@NullMarked
package io.keepsake.history.state;

import org.jspecify.annotations.NullMarked;
