/**
 * The figures of {@code docs/benchmarks.md}. {@link io.keepsake.bench.Bench} measures directors as
 * users run them against keepalived in the same run, and the journal's parts with JMH. Imports the lab, the core, config,
 * the journal, and the recorder; nothing imports it.
 */
@NullMarked
package io.keepsake.bench;

import org.jspecify.annotations.NullMarked;
