/**
 * The one form of every event, decision and effect: {@link io.keepsake.core.text.Fields} writes and reads each type's
 * named fields by hand, {@link io.keepsake.core.text.EventText} makes lines of them. The journal's codec uses the same
 * fields, so nothing can be recorded that cannot be shown. Imports the vocabulary only.
 */
@NullMarked
package io.keepsake.core.text;

import org.jspecify.annotations.NullMarked;
