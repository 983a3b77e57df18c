/** The control socket with real clients, hostile ones among them. */
@NullMarked
package io.keepsake.daemon.control;

import org.jspecify.annotations.NullMarked;
