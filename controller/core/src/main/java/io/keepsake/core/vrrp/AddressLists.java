package io.keepsake.core.vrrp;

import io.keepsake.core.config.AddressListCheck;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.core.vrrp.VrrpState.Backup;
import io.keepsake.core.vrrp.VrrpState.Master;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The list of virtual addresses in an advert, beside ours. */
final class AddressLists {
    private AddressLists() {}

    /**
     * Whether an advert with this list does not count: in version 2 when it has nothing in common with ours and comes from
     * no owner (RFC 3768 7.1: another cluster with our VRID); any other list than ours when the check is asked for.
     */
    static boolean refuses(InstanceConfig self, Advert advert) {
        if (sameInOrder(self, advert)) {
            return false; // nearly every advert there is
        }
        return switch (self.listCheck()) {
            case SKIP -> false;
            case DROP -> differs(self, advert);
            case TELL ->
                advert.version() == VrrpVersion.V2
                        && !advert.priority().equals(Priority.OWNER)
                        && !advert.addresses().isEmpty()
                        && !self.addresses().isEmpty()
                        && Collections.disjoint(ours(self), advert.addresses());
        };
    }

    /** Both lists, for people. */
    static String both(InstanceConfig self, Advert advert) {
        return "its list is " + advert.addresses() + ", ours is " + List.copyOf(ours(self));
    }

    private static Set<Ip> ours(InstanceConfig self) {
        var ours = new HashSet<Ip>();
        self.addresses().forEach(a -> ours.add(a.address().ip()));
        return ours;
    }

    static boolean differs(InstanceConfig self, Advert advert) {
        return !sameInOrder(self, advert) && !ours(self).equals(Set.copyOf(advert.addresses()));
    }

    private static boolean sameInOrder(InstanceConfig self, Advert advert) {
        var ours = self.addresses();
        var theirs = advert.addresses();
        boolean same = ours.size() == theirs.size();
        for (int i = 0; same && i < theirs.size(); i++) {
            same = ours.get(i).address().ip().equals(theirs.get(i));
        }
        return same;
    }

    /** Says once a router, in whatever state, that its list differs from ours. */
    static Step<VrrpState> told(Situation s, Step<VrrpState> step, Ip router, Advert advert) {
        if (s.self().listCheck() == AddressListCheck.SKIP) {
            return step;
        }
        boolean differs = differs(s.self(), advert);
        return switch (step.next()) {
            case Backup backup -> told(s, step, differs, router, advert, backup.listTold(), backup::told);
            case Master master -> told(s, step, differs, router, advert, master.listTold(), master::told);
            case VrrpState.Init _, VrrpState.Fault _, VrrpState.Stopped _ -> step;
        };
    }

    private interface Remembering {
        VrrpState told(@Nullable Ip router);
    }

    private static Step<VrrpState> told(
            Situation s,
            Step<VrrpState> step,
            boolean differs,
            Ip router,
            Advert advert,
            @Nullable Ip before,
            Remembering remembering) {
        if (differs == router.equals(before)) {
            return step;
        }
        return differs
                ? step.decided(new Decision.AddressListDiffers(s.self().name(), router, advert.addresses()))
                        .toward(remembering.told(router))
                : step.toward(remembering.told(null));
    }
}
