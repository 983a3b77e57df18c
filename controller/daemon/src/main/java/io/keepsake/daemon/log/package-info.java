/** What people read while it runs. The journal is the log; this prints the part of it that they wait for. */
@NullMarked
package io.keepsake.daemon.log;

import org.jspecify.annotations.NullMarked;
