/** All journals that are followed, together. Imports index, merge, read and state. */
@NullMarked
package io.keepsake.web.follow;

import org.jspecify.annotations.NullMarked;
