/**
 * The system calls of this adapter and the memory they need. Knows nothing of VRRP. The only package of this module that
 * imports jnr; beside it {@code core.value} and the JDK.
 */
@NullMarked
package io.keepsake.adapter.vrrp.sys;

import org.jspecify.annotations.NullMarked;
