/**
 * Scenarios: text files that tell one node what happens and show what it does, each line a command, {@code ----}, and
 * the answer. The test language of the core, and the form in which an incident becomes a test. Imports core and config.
 */
@NullMarked
package io.keepsake.testkit.scenario;

import org.jspecify.annotations.NullMarked;
