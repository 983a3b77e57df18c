/** Tests of the recorder with a real journal on real, full and read-only disks. */
@NullMarked
package io.keepsake.daemon.recorder;

import org.jspecify.annotations.NullMarked;
