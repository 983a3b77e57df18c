/** How one thread hands something to another and does not wait. */
@NullMarked
package io.keepsake.daemon.handover;

import org.jspecify.annotations.NullMarked;
