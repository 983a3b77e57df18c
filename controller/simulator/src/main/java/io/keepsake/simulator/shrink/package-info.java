/**
 * From a failing seed to a short scenario: first the injections that are not needed go, then the events that the director at
 * fault need not have been told, and what is left is written as a scenario file.
 */
@NullMarked
package io.keepsake.simulator.shrink;

import org.jspecify.annotations.NullMarked;
