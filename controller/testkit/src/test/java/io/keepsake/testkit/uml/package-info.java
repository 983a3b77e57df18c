/** The tests of the user-mode kernel, with a real guest. Imports it and the lab. */
@NullMarked
package io.keepsake.testkit.uml;

import org.jspecify.annotations.NullMarked;
