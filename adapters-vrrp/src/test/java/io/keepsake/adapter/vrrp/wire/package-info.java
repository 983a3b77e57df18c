/** The codecs against frames that keepalived sent, against wrong packets, and against noise. Sees no socket. */
@NullMarked
package io.keepsake.adapter.vrrp.wire;

import org.jspecify.annotations.NullMarked;
