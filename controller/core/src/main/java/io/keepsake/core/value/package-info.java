/** Values with a unit and a range: the words every other package speaks. Imports the JDK only. */
@NullMarked
package io.keepsake.core.value;

import org.jspecify.annotations.NullMarked;
