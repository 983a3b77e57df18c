/** Tests of {@code core.text}. */
@NullMarked
package io.keepsake.core.text;

import org.jspecify.annotations.NullMarked;
