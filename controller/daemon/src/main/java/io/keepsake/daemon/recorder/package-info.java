/**
 * Between the election thread and the disk: a ring in memory and the thread that writes the journal. Imports the
 * vocabulary and {@code journal} only.
 */
@NullMarked
package io.keepsake.daemon.recorder;

import org.jspecify.annotations.NullMarked;
