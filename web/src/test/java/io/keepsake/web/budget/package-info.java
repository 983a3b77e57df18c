@NullMarked
package io.keepsake.web.budget;

import org.jspecify.annotations.NullMarked;
