/** What is counted of each journal, and how Prometheus gets it. Imports index, merge, follow and state; Micrometer. */
@NullMarked
package io.keepsake.web.metrics;

import org.jspecify.annotations.NullMarked;
