package io.keepsake.core.config;

import org.jspecify.annotations.Nullable;

/**
 * How scripts may run.
 *
 * @param user {@code script_user}; null when the file names none: keepalived_script if there is such an account, else
 *     root
 * @param security {@code enable_script_security}: a script that root would run must not be writable by others, nor any
 *     part of its path
 */
public record ScriptRules(@Nullable String user, @Nullable String group, boolean security) {
    /** A configuration that says nothing. */
    public static final ScriptRules NONE = new ScriptRules(null, null, false);
}
