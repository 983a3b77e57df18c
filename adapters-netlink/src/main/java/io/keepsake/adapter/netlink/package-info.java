/**
 * Tells what the kernel says of links and addresses, and makes the changes that the core wishes, over one rtnetlink
 * socket on a thread of its own. Imports the vocabulary of the core, and its own {@code wire} and {@code sys}.
 */
@NullMarked
package io.keepsake.adapter.netlink;

import org.jspecify.annotations.NullMarked;
