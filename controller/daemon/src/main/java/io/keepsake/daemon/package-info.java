/** The director: everything is wired in {@link io.keepsake.daemon.Director}. May import every room; none imports it. */
@NullMarked
package io.keepsake.daemon;

import org.jspecify.annotations.NullMarked;
