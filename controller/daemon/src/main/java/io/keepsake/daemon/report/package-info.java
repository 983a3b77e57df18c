/** The state as people and programs ask for it: text and JSON. Pure. Imports the core, and {@code history} for JSON. */
@NullMarked
package io.keepsake.daemon.report;

import org.jspecify.annotations.NullMarked;
