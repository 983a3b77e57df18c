/** The demonstration that {@code ./run} gives. Imports the lab and core values; the programs it runs are processes. */
@NullMarked
package io.keepsake.demo;

import org.jspecify.annotations.NullMarked;
