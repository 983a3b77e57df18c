/** The scenarios of the election. */
@NullMarked
package io.keepsake.testkit.scenario;

import org.jspecify.annotations.NullMarked;
