/** A window of the merged timeline as JSON, with no more in it than can be seen. Imports index, merge and json. */
@NullMarked
package io.keepsake.web.timeline;

import org.jspecify.annotations.NullMarked;
