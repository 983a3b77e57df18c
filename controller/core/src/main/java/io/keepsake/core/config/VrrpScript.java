package io.keepsake.core.config;

import io.keepsake.core.value.Script;

/**
 * One {@code vrrp_script}: it is run again and again, and instances depend on whether it succeeds.
 *
 * @param name unique in its file
 * @param intervalNanos from the beginning of one run to that of the next; one that still runs then is waited for
 * @param timeoutNanos after which a run is terminated, and has failed
 * @param rise how many successes in a row it takes to be good again; the first result counts alone
 * @param fall how many failures in a row it takes to be bad; the first result counts alone
 * @param initFail {@code init_fail}: bad until it has succeeded
 */
public record VrrpScript(
        String name, Script script, long intervalNanos, long timeoutNanos, int rise, int fall, boolean initFail) {

    /**
     * Whether its results go on counting when it takes the place of {@code other}: the same command of the same user.
     */
    public boolean same(VrrpScript other) {
        return name.equals(other.name) && script.equals(other.script);
    }
}
