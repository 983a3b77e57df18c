@NullMarked
package io.keepsake.adapter.netlink.socket;

import org.jspecify.annotations.NullMarked;
