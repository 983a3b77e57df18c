/** The messages of nf_tables, as far as tables of ours need them: what is asked, and what comes back. */
@NullMarked
package io.keepsake.adapter.netlink.nftables.wire;

import org.jspecify.annotations.NullMarked;
