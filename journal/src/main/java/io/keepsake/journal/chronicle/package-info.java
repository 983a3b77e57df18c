/**
 * The files: one Chronicle queue a part. {@link io.keepsake.journal.chronicle.PartAppender} writes them as the library
 * would but for its mapping (docs/decisions/0021), and {@link io.keepsake.journal.chronicle.ExcerptFile} reads them excerpt by
 * excerpt. Of ours it imports {@code journal.codec} only.
 */
@NullMarked
package io.keepsake.journal.chronicle;

import org.jspecify.annotations.NullMarked;
