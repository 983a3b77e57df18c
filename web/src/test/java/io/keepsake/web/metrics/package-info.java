@NullMarked
package io.keepsake.web.metrics;

import org.jspecify.annotations.NullMarked;
