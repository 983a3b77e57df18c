@NullMarked
package io.keepsake.daemon.upgrade;

import org.jspecify.annotations.NullMarked;
