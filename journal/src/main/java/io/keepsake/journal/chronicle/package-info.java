/**
 * The files: Chronicle Queue writes them, one queue a part, and {@link io.keepsake.journal.chronicle.ExcerptFile} reads
 * them excerpt by excerpt. The only package that imports {@code net.openhft}; of ours it imports {@code journal.codec}
 * only.
 */
@NullMarked
package io.keepsake.journal.chronicle;

import org.jspecify.annotations.NullMarked;
