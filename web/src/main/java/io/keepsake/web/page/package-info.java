/** The page's files, and the whole of a window in one file. Imports the packages that answer, and no HTTP. */
@NullMarked
package io.keepsake.web.page;

import org.jspecify.annotations.NullMarked;
