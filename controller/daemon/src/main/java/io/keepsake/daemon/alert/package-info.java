/** Mail and the notify pipe: each on a thread of its own, so that nobody waits for a server or a reader. */
@NullMarked
package io.keepsake.daemon.alert;

import org.jspecify.annotations.NullMarked;
