/**
 * The journals of several nodes as one history: what happened, when by one clock, who was master and who held the address,
 * and why. Imports core, the journal, the clocks and the words of the explanations.
 */
@NullMarked
package io.keepsake.history.cluster;

import org.jspecify.annotations.NullMarked;
