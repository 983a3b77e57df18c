/**
 * Journals of directors that never ran: the real rules and a real writer, a clock that the caller turns. Imports core and
 * the journal.
 */
@NullMarked
package io.keepsake.testkit.record;

import org.jspecify.annotations.NullMarked;
