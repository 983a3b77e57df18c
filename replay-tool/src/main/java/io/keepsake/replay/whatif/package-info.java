/**
 * Journals played again with another configuration. Imports the core, configuration reading, {@code history} and the
 * journal; knows no command line.
 */
@NullMarked
package io.keepsake.replay.whatif;

import org.jspecify.annotations.NullMarked;
