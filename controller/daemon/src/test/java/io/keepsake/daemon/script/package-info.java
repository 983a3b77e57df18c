/** Scripts run by a real runner, by the launcher too. */
@NullMarked
package io.keepsake.daemon.script;

import org.jspecify.annotations.NullMarked;
