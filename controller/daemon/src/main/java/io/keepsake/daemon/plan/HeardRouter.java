package io.keepsake.daemon.plan;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.core.vrrp.VrrpState.Backup;
import org.jspecify.annotations.Nullable;

/**
 * The master that an instance follows, which goes on as it was heard last.
 *
 * @param advert that counted for the instance as it was configured then, so that its settings are as these were
 */
record HeardRouter(Ip address, Advert advert) {

    /** Whom the instance follows; null when it follows nobody. */
    static @Nullable HeardRouter of(InstanceConfig was, Backup state) {
        var master = state.master();
        if (master == null) {
            return null;
        }
        var own = was.advert(master.priority());
        return new HeardRouter(
                master.address(),
                new Advert(own.version(), own.vrid(), own.priority(), master.interval(), own.auth(), own.addresses()));
    }

    /** Whether it is silent beside this master, whose adverts it hears: it yields to the better one. */
    boolean yieldsTo(Ip source, Advert theirs) {
        int better = theirs.priority().compareTo(advert.priority());
        return theirs.version() == advert.version()
                && (theirs.version() == VrrpVersion.V3 || theirs.interval().equals(advert.interval()))
                && (better > 0 || better == 0 && source.compareTo(address) > 0);
    }
}
