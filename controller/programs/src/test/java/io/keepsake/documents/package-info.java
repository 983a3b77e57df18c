/** What the documents say, tried. */
@NullMarked
package io.keepsake.documents;

import org.jspecify.annotations.NullMarked;
