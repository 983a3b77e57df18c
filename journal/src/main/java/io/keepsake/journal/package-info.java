/**
 * The journal: what the director did, turn by turn, on disk. {@link io.keepsake.journal.Journals} opens it for its one
 * writer or for any number of readers. Imports the vocabulary and its own {@code codec} and {@code chronicle} only.
 */
@NullMarked
package io.keepsake.journal;

import org.jspecify.annotations.NullMarked;
