@NullMarked
package io.keepsake.daemon.loop;

import org.jspecify.annotations.NullMarked;
