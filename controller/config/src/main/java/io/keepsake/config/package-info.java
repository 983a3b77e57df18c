/**
 * From the text of {@code keepalived.conf} to a checked {@code ControllerConfig}, or to problems with their places. Pure but
 * for the disk behind {@code SourceFiles}. Imports its own sub-packages, {@code core.config} and {@code core.value}.
 */
@NullMarked
package io.keepsake.config;

import org.jspecify.annotations.NullMarked;
