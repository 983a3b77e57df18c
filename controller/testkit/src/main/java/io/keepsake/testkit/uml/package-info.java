/**
 * A user-mode kernel with IPVS: the other place where the lab runs, for what the machine's own kernel cannot do. A test
 * class says {@link io.keepsake.testkit.uml.InUserModeKernel} and runs there as a whole. Imports JUnit and the JDK.
 */
@NullMarked
package io.keepsake.testkit.uml;

import org.jspecify.annotations.NullMarked;
