/**
 * What is wrong with a configuration, and where. Imports the JDK only.
 */
@NullMarked
package io.keepsake.config.problem;

import org.jspecify.annotations.NullMarked;
