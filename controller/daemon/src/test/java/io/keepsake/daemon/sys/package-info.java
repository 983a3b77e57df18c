@NullMarked
package io.keepsake.daemon.sys;

import org.jspecify.annotations.NullMarked;
