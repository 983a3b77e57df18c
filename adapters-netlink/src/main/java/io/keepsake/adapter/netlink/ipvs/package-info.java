/**
 * Reads the kernel's IPVS table and makes the changes that the core wishes, over one generic-netlink socket on a thread
 * of its own. Imports the vocabulary of the core, its own {@code wire}, and the socket of {@code adapter.netlink}.
 */
@NullMarked
package io.keepsake.adapter.netlink.ipvs;

import org.jspecify.annotations.NullMarked;
