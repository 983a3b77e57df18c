/** Tests of what is known of the present. */
@NullMarked
package io.keepsake.web.state;

import org.jspecify.annotations.NullMarked;
