/**
 * Netlink messages and values, one into the other: framing, attributes and acknowledgements as every netlink family has
 * them, and the rtnetlink messages of links and addresses. Pure; decoders take any bytes. Imports the vocabulary of the
 * core and nothing else of ours.
 */
@NullMarked
package io.keepsake.adapter.netlink.wire;

import org.jspecify.annotations.NullMarked;
