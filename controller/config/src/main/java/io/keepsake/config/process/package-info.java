/** What a file says of the process itself, and the core is not told. */
@NullMarked
package io.keepsake.config.process;

import org.jspecify.annotations.NullMarked;
