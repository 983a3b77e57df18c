/**
 * Bytes to values and back: adverts in their IPv4 packets, gratuitous ARP frames, and the socket filter. Pure: no
 * socket, no clock, no jnr. Imports {@code core.value}, {@code core.event} and the JDK only.
 */
@NullMarked
package io.keepsake.adapter.vrrp.wire;

import org.jspecify.annotations.NullMarked;
