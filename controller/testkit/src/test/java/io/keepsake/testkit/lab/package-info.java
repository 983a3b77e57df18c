/** The tests of the lab, with real namespaces and a real keepalived. Imports the lab and the vocabulary. */
@NullMarked
package io.keepsake.testkit.lab;

import org.jspecify.annotations.NullMarked;
