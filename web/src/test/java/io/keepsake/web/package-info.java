/** Tests of the web process over real HTTP, on journals recorded by the real rules. */
@NullMarked
package io.keepsake.web;

import org.jspecify.annotations.NullMarked;
