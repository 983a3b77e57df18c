/** What tells people and their programs: mail, and the notify pipe. */
@NullMarked
package io.keepsake.daemon.alert;

import org.jspecify.annotations.NullMarked;
