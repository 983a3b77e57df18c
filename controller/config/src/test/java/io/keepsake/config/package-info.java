/** Texts in, checked configurations and problems out. Imports everything of {@code config} and {@code core}. */
@NullMarked
package io.keepsake.config;

import org.jspecify.annotations.NullMarked;
