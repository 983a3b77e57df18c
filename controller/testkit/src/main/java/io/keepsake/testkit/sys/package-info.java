/** The system calls that only tests make. */
@NullMarked
package io.keepsake.testkit.sys;

import org.jspecify.annotations.NullMarked;
