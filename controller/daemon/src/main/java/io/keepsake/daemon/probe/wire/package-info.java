/** Bytes and what they mean to a probe: HTTP, SMTP, DNS, echo. Pure, bounded, and imports the JDK only. */
@NullMarked
package io.keepsake.daemon.probe.wire;

import org.jspecify.annotations.NullMarked;
