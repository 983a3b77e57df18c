/**
 * Journals in memory, small: what happened in each lane, as times and numbers, with the place in the journal where the
 * rest stands. Imports the vocabulary and the journal.
 */
@NullMarked
package io.keepsake.web.index;

import org.jspecify.annotations.NullMarked;
