/**
 * The director and a real kernel's IPVS, in a user-mode kernel: real servers with nginx and MariaDB, and keepalived beside
 * it.
 */
@NullMarked
package io.keepsake.lab.lvs;

import org.jspecify.annotations.NullMarked;
