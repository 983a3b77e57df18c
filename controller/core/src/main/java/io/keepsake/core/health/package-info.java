/**
 * What the probes found of each checker, and when that makes it bad or good again. May look at the vocabulary only.
 */
@NullMarked
package io.keepsake.core.health;

import org.jspecify.annotations.NullMarked;
