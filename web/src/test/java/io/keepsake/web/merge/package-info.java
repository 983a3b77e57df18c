@NullMarked
package io.keepsake.web.merge;

import org.jspecify.annotations.NullMarked;
