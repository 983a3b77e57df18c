/** Mail to a scripted server, and a real named pipe. */
@NullMarked
package io.keepsake.daemon.alert;

import org.jspecify.annotations.NullMarked;
