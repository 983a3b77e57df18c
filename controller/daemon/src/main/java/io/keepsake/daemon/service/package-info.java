/** What the service manager is told of the director: systemd's notification protocol, sd_notify(3), without its library. */
@NullMarked
package io.keepsake.daemon.service;

import org.jspecify.annotations.NullMarked;
