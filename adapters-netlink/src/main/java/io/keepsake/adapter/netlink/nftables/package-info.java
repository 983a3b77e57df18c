/**
 * Drops packets to addresses, by tables of nf_tables, on a thread of its own. Imports the vocabulary of the core, and of
 * this adapter {@code socket}, {@code wire} and {@code sys}.
 */
@NullMarked
package io.keepsake.adapter.netlink.nftables;

import org.jspecify.annotations.NullMarked;
