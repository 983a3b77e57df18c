/** JSON as text. Imports nothing of ours. */
@NullMarked
package io.keepsake.web.json;

import org.jspecify.annotations.NullMarked;
