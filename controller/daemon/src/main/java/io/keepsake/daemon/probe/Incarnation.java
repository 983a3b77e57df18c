package io.keepsake.daemon.probe;

import io.keepsake.core.config.CheckerConfig;

/**
 * A checker that is wanted.
 *
 * @param number of its incarnation: another number is another checker, whatever it is called
 */
record Incarnation(CheckerConfig config, long number) {}
