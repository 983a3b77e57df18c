/** What a probe reads, in pieces, in every form, and damaged. */
@NullMarked
package io.keepsake.daemon.probe.wire;

import org.jspecify.annotations.NullMarked;
