/**
 * Whatever an instance depends on: its conditions, what they make of it (faults, effective priority), and which of them a
 * fact touches. May look at the vocabulary, {@code core.text} and {@code core.link}.
 */
@NullMarked
package io.keepsake.core.track;

import org.jspecify.annotations.NullMarked;
