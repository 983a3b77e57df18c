package io.keepsake.daemon.probe.wire;

import io.keepsake.core.event.CheckFailure;

/**
 * What is wrong with an answer.
 *
 * @param text what was expected and what came, for people
 */
public record ReplyError(CheckFailure reason, String text) {}
