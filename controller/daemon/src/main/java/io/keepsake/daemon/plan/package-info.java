/** What a reload would come to, told before it is done. */
@NullMarked
package io.keepsake.daemon.plan;

import org.jspecify.annotations.NullMarked;
