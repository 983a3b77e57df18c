/** How a part beside the elections begins, fails and begins anew. */
@NullMarked
package io.keepsake.daemon.life;

import org.jspecify.annotations.NullMarked;
