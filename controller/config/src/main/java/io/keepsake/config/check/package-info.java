/**
 * The meaning of the tree: defaults, ranges and quirks of keepalived, ending in {@code core.config}. Imports
 * {@code config.syntax}, {@code config.lex}, {@code config.problem}, {@code core.config} and {@code core.value}.
 */
@NullMarked
package io.keepsake.config.check;

import org.jspecify.annotations.NullMarked;
