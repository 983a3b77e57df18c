/** The control socket: one request a connection, answered beside the election. */
@NullMarked
package io.keepsake.daemon.control;

import org.jspecify.annotations.NullMarked;
