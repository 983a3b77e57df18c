/**
 * The one form of every event, decision and effect: {@link io.keepsake.core.text.Fields} has a codec for each of their
 * types, which names its fields once, and {@link io.keepsake.core.text.EventText} makes lines of them. The journal's
 * codec uses the same fields, so nothing can be recorded that cannot be shown. Imports the vocabulary only.
 */
@NullMarked
package io.keepsake.core.text;

import org.jspecify.annotations.NullMarked;
