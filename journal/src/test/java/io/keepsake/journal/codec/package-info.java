/** Tests of the codec: every kind there and back, other versions, and bytes that are none. */
@NullMarked
package io.keepsake.journal.codec;

import org.jspecify.annotations.NullMarked;
