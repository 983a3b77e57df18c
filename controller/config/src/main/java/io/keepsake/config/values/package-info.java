/**
 * Values of keywords: numbers, times, flags, addresses, names. Imports {@code config.syntax}, {@code config.lex},
 * {@code config.problem} and {@code core.value}.
 */
@NullMarked
package io.keepsake.config.values;

import org.jspecify.annotations.NullMarked;
