/** Fuzz targets of what is visible in this package only. */
@NullMarked
package io.keepsake.adapter.vrrp.wire;

import org.jspecify.annotations.NullMarked;
