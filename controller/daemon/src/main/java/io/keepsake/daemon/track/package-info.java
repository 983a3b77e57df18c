/** What instances track outside of the kernel's links and of scripts: files with numbers. */
@NullMarked
package io.keepsake.daemon.track;

import org.jspecify.annotations.NullMarked;
