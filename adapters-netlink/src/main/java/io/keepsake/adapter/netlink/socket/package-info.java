/**
 * What every netlink thread works with, whatever its family: the socket and its errors, the wait, and the mailbox.
 * Imports {@code wire} and {@code sys} of this adapter, and values of the core.
 */
@NullMarked
package io.keepsake.adapter.netlink.socket;

import org.jspecify.annotations.NullMarked;
