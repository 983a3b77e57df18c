/**
 * Words to a tree of keywords and blocks, and the vocabulary that tells known keywords from unknown ones. Imports
 * {@code config.lex} and {@code config.problem}.
 */
@NullMarked
package io.keepsake.config.syntax;

import org.jspecify.annotations.NullMarked;
