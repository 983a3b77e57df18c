package io.keepsake.web.http;

import org.jspecify.annotations.Nullable;

/**
 * What must be shown by whoever asks.
 *
 * @param token a bearer's, a password of whatever user, or what the link of the start has in it
 * @param basic {@code user:password}
 * @param made whether the token was made by this program for this machine. The empty page, metrics and health, which hold
 *     nothing secret, are answered without it then
 */
public record Secrets(@Nullable String token, @Nullable String basic, boolean made) {
    /** Whoever reaches the address may ask. */
    public static final Secrets NONE = new Secrets(null, null, false);

    /** What the administrator says. */
    public static Secrets given(@Nullable String token, @Nullable String basic) {
        return new Secrets(token, basic, false);
    }

    /** A token that was made for this machine. */
    public static Secrets made(String token) {
        return new Secrets(token, null, true);
    }

    boolean none() {
        return token == null && basic == null;
    }
}
