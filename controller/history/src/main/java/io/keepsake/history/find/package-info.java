/**
 * Searches journals for what did or did not happen near something else, and compares it with the rest. Imports the core and
 * {@code cluster}.
 */
@NullMarked
package io.keepsake.history.find;

import org.jspecify.annotations.NullMarked;
