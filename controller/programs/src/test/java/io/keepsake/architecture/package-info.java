/** Tests about the code: who may import whom. */
@NullMarked
package io.keepsake.architecture;

import org.jspecify.annotations.NullMarked;
