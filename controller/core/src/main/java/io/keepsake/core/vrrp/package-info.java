/**
 * The election: RFC 9568 (and RFC 3768 for version 2) as keepalived runs it. {@link io.keepsake.core.vrrp.VrrpTable} is
 * the door; {@code BackupRules} and {@code MasterRules} hold what each state does. Imports the vocabulary and {@code
 * core.link}.
 */
@NullMarked
package io.keepsake.core.vrrp;

import org.jspecify.annotations.NullMarked;
