/**
 * The lab: hosts as network namespaces on a switch, with directors, keepalived, a capture and faults. It runs real
 * processes and real packets, inside namespaces only, and leaves nothing behind. Imports the vocabulary
 * {@code io.keepsake.core.value} and the JDK.
 */
@NullMarked
package io.keepsake.testkit.lab;

import org.jspecify.annotations.NullMarked;
