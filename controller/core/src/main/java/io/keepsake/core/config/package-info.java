/**
 * The checked configuration: records that the core may trust. Every default is already filled in, and no secret is in
 * it. Imports {@code core.value} only.
 */
@NullMarked
package io.keepsake.core.config;

import org.jspecify.annotations.NullMarked;
