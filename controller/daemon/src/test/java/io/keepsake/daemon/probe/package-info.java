/** Every health checker against real and hostile servers on the loopback. */
@NullMarked
package io.keepsake.daemon.probe;

import org.jspecify.annotations.NullMarked;
