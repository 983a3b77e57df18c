/** The HTTP side: routes, who may come in, and what is sent along with every answer. The only package with Vert.x in it. */
@NullMarked
package io.keepsake.web.http;

import org.jspecify.annotations.NullMarked;
