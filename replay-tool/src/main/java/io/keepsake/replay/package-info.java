/**
 * The {@code replay} command: reads what a director recorded and shows, verifies or explains it. Imports the core, the
 * journal and picocli; the packages below it import the core and the journal, and not this one.
 */
@NullMarked
package io.keepsake.replay;

import org.jspecify.annotations.NullMarked;
