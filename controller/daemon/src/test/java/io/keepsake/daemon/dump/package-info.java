@NullMarked
package io.keepsake.daemon.dump;

import org.jspecify.annotations.NullMarked;
