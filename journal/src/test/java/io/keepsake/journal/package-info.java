/** Tests of the journal on real files, with real processes, full disks and damage. */
@NullMarked
package io.keepsake.journal;

import org.jspecify.annotations.NullMarked;
