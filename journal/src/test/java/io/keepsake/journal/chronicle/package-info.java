/** Tests of the files. */
@NullMarked
package io.keepsake.journal.chronicle;

import org.jspecify.annotations.NullMarked;
