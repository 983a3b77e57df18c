@NullMarked
package io.keepsake.web.index;

import org.jspecify.annotations.NullMarked;
