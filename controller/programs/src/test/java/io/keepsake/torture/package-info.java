@NullMarked
package io.keepsake.torture;

import org.jspecify.annotations.NullMarked;
