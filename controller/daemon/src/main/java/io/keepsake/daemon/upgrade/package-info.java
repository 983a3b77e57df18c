/** The command {@code upgrade-check}. Imports {@code history}, the core and the journal; reads journals, and touches nothing. */
@NullMarked
package io.keepsake.daemon.upgrade;

import org.jspecify.annotations.NullMarked;
