/** The adapter on real sockets in network namespaces of its own, against itself and against keepalived. Needs root. */
@NullMarked
package io.keepsake.adapter.vrrp;

import org.jspecify.annotations.NullMarked;
