/** Fuzz targets of what is visible in this package only. */
@NullMarked
package io.keepsake.journal;

import org.jspecify.annotations.NullMarked;
