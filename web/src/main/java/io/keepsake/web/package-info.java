/**
 * The {@code web} program: follows journals and serves what they tell, to people and to machines. All wiring is here.
 * Imports every package below it, Vert.x and picocli.
 */
@NullMarked
package io.keepsake.web;

import org.jspecify.annotations.NullMarked;
