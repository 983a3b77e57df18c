/**
 * The clocks of several nodes on one line, from adverts that one recorded when it sent them and others when they
 * arrived. Imports core and the journal.
 */
@NullMarked
package io.keepsake.history.clock;

import org.jspecify.annotations.NullMarked;
