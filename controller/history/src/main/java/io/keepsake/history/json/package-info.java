/** The one writer of JSON of all programs. Imports nothing of ours. */
@NullMarked
package io.keepsake.history.json;

import org.jspecify.annotations.NullMarked;
