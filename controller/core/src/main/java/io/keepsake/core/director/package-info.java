/**
 * Virtual servers: which real servers take part, with what weight, whether the quorum holds, and who is told. May look at
 * the vocabulary, {@code core.text}, {@code core.link}, {@code core.health} and {@code core.vrrp}.
 */
@NullMarked
package io.keepsake.core.director;

import org.jspecify.annotations.NullMarked;
