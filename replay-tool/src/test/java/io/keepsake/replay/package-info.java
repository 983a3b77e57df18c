/** Journals written from scripted events, and what the command makes of them. */
@NullMarked
package io.keepsake.replay;

import org.jspecify.annotations.NullMarked;
