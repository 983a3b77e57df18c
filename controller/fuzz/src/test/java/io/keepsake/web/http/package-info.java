/** Fuzz targets of what is visible in this package only. */
@NullMarked
package io.keepsake.web.http;

import org.jspecify.annotations.NullMarked;
