/** Fuzz targets over every reader of the product, and the campaigns that run them. */
@NullMarked
package io.keepsake.fuzz;

import org.jspecify.annotations.NullMarked;
