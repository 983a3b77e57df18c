/** Fuzz targets of what is visible in this package only. */
@NullMarked
package io.keepsake.daemon.script;

import org.jspecify.annotations.NullMarked;
