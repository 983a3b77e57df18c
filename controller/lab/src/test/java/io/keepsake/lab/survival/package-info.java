/**
 * What a director survives and what it leaves behind: kill -9, a full disk, signals, wrong use. Every test runs the real
 * process, started by the launcher, in hosts of the lab. Imports the vocabulary, the core, the journal and the lab.
 */
@NullMarked
package io.keepsake.lab.survival;

import org.jspecify.annotations.NullMarked;
