/** Answers that need the journal itself: events, their causes, explanations, states. Imports history, index and merge. */
@NullMarked
package io.keepsake.web.read;

import org.jspecify.annotations.NullMarked;
