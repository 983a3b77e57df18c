/** The one loop on the one election thread, what feeds it and what carries out its effects. */
@NullMarked
package io.keepsake.daemon.loop;

import org.jspecify.annotations.NullMarked;
