/**
 * What the core wishes, as imperatives: signals (done once) and changes (towards the wanted picture). Imports {@code
 * core.value}, {@code core.config} and {@code core.event} only.
 */
@NullMarked
package io.keepsake.core.effect;

import org.jspecify.annotations.NullMarked;
