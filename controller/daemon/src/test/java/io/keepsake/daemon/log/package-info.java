@NullMarked
package io.keepsake.daemon.log;

import org.jspecify.annotations.NullMarked;
