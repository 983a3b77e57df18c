/** What the kernel told of links and addresses. The leftmost feature: imports the vocabulary only. */
@NullMarked
package io.keepsake.core.link;

import org.jspecify.annotations.NullMarked;
