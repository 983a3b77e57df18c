/** The present of each node: whether its director lives, and what it knows. Imports history, index and merge. */
@NullMarked
package io.keepsake.web.state;

import org.jspecify.annotations.NullMarked;
