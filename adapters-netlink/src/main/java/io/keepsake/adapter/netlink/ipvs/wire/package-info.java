/**
 * Generic-netlink messages of the IPVS family and values, one into the other. Pure; decoders take any bytes. Imports the
 * vocabulary of the core and the framing of {@code adapter.netlink.wire}.
 */
@NullMarked
package io.keepsake.adapter.netlink.ipvs.wire;

import org.jspecify.annotations.NullMarked;
