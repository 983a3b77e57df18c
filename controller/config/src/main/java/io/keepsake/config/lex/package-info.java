/**
 * Files to words: comments, conditions, definitions, repeats and includes are resolved here, and every word keeps the
 * place where it was written. Imports {@code config.problem} only.
 */
@NullMarked
package io.keepsake.config.lex;

import org.jspecify.annotations.NullMarked;
