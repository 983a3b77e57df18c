/** Tests of {@code core.value}. */
@NullMarked
package io.keepsake.core.value;

import org.jspecify.annotations.NullMarked;
