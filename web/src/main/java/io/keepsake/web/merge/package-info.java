/**
 * Several nodes as one cluster: which of their instances are one, how far apart their clocks are, and who was master
 * when. Imports the index.
 */
@NullMarked
package io.keepsake.web.merge;

import org.jspecify.annotations.NullMarked;
