@NullMarked
package io.keepsake.daemon.service;

import org.jspecify.annotations.NullMarked;
