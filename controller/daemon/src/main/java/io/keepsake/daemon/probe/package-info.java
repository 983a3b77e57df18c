/**
 * The I/O of the health checkers: connects, asks, reads, and tells what it found. It never judges: retries, up and
 * down, and weights are the core's. {@link io.keepsake.daemon.probe.Prober} is the door. Hostile servers are bounded in
 * time and bytes everywhere. Imports the vocabulary and {@code daemon.sys}.
 */
@NullMarked
package io.keepsake.daemon.probe;

import org.jspecify.annotations.NullMarked;
