/** Forms in which what was recorded leaves for other tools. Imports the core, the journal and history. */
@NullMarked
package io.keepsake.replay.export;

import org.jspecify.annotations.NullMarked;
