/**
 * Which recorded event a change of role rests on: each is left out once, and the rest played again. Imports the core, the
 * journal, {@code fold}, {@code show} and {@code whatif}.
 */
@NullMarked
package io.keepsake.replay.bisect;

import org.jspecify.annotations.NullMarked;
