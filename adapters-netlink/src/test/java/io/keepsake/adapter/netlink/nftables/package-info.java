@NullMarked
package io.keepsake.adapter.netlink.nftables;

import org.jspecify.annotations.NullMarked;
