/**
 * {@code virtual_server}, {@code virtual_server_group} and {@code real_server}. Imports {@code config.check.checkers},
 * {@code config.values} and what that imports, {@code core.config} and {@code core.value}.
 */
@NullMarked
package io.keepsake.config.check.servers;

import org.jspecify.annotations.NullMarked;
