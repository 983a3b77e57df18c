/** Tests of {@code core.event}. */
@NullMarked
package io.keepsake.core.event;

import org.jspecify.annotations.NullMarked;
