/**
 * A journal as a sequence of states: what every subcommand that needs a state reads from. Imports the core and the
 * journal.
 */
@NullMarked
package io.keepsake.history.fold;

import org.jspecify.annotations.NullMarked;
