/**
 * Elections on real sockets: the director and a real keepalived as machines on one switch. Bounds on time come from the
 * kernel's stamps; every journal that a test leaves is folded again. Imports the lab, the journal, the replay tool and
 * the core; the directors are processes.
 */
@NullMarked
package io.keepsake.lab;

import org.jspecify.annotations.NullMarked;
