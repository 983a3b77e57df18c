/** Tests of {@code core}. */
@NullMarked
package io.keepsake.core;

import org.jspecify.annotations.NullMarked;
