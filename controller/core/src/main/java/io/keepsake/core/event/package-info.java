/**
 * Everything that can happen, as past-tense facts: five families of input, the journal's own records, and the decisions
 * of the core. Imports {@code core.value} and {@code core.config} only.
 */
@NullMarked
package io.keepsake.core.event;

import org.jspecify.annotations.NullMarked;
