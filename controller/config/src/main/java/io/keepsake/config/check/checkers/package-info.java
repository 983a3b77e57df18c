/**
 * The checkers of a real server, and the scripts and files that they use. Imports {@code config.values} and what that
 * imports, {@code core.config} and {@code core.value}.
 */
@NullMarked
package io.keepsake.config.check.checkers;

import org.jspecify.annotations.NullMarked;
