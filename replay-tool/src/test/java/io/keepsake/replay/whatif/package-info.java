/** Tests of journals played again. */
@NullMarked
package io.keepsake.replay.whatif;

import org.jspecify.annotations.NullMarked;
