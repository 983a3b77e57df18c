/** The libc calls of the loop itself and of the probes. The only package of the daemon that imports jnr. */
@NullMarked
package io.keepsake.daemon.sys;

import org.jspecify.annotations.NullMarked;
