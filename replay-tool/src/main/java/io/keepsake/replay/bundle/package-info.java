/** An incident in one file for strangers: journals without secrets and real addresses. Imports the core, the journal and history. */
@NullMarked
package io.keepsake.replay.bundle;

import org.jspecify.annotations.NullMarked;
