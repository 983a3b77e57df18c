/**
 * Bytes and turns, pure: how one turn becomes records, how a file's records become turns again, and the schema at a
 * file's head that lets any version read any other. Imports the vocabulary and {@code core.text} only; no files, no
 * clocks, no Chronicle.
 */
@NullMarked
package io.keepsake.journal.codec;

import org.jspecify.annotations.NullMarked;
