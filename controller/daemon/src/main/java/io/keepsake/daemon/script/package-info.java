/**
 * Scripts of the configuration: who may run them, in which order, and the process that runs them. The director has not the
 * privileges to become another user; the launcher starts {@code script-runner} for it while there are some.
 */
@NullMarked
package io.keepsake.daemon.script;

import org.jspecify.annotations.NullMarked;
