/** The scripts of the configuration: who runs them, whether they may run, and the process next door that does. */
@NullMarked
package io.keepsake.daemon.script;

import org.jspecify.annotations.NullMarked;
