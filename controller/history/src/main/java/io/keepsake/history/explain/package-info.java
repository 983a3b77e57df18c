/**
 * Transitions and their causes in words, from the evidence of one node. Imports the core, {@code fold} and {@code
 * show}.
 */
@NullMarked
package io.keepsake.history.explain;

import org.jspecify.annotations.NullMarked;
