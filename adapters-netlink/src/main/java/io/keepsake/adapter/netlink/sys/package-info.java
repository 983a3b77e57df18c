/** The libc calls of this adapter, by their C names. The only package that imports jnr; imports nothing of ours. */
@NullMarked
package io.keepsake.adapter.netlink.sys;

import org.jspecify.annotations.NullMarked;
