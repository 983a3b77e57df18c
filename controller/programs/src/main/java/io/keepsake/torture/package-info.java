/**
 * The {@code torture} command: directors in network namespaces under a seeded schedule of faults against everything but
 * the network, and what must hold meanwhile and afterwards. Imports everything but the other programs.
 */
@NullMarked
package io.keepsake.torture;

import org.jspecify.annotations.NullMarked;
