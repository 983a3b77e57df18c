/**
 * The files that keepalived writes on signals, for the programs that read them: from the state, and from what is counted
 * here beside it.
 */
@NullMarked
package io.keepsake.daemon.dump;

import org.jspecify.annotations.NullMarked;
