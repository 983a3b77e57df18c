package io.keepsake.history.explain;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.value.Ip;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Two lists of virtual addresses side by side: the one in another router's adverts and our own. */
final class AddressLists {
    private AddressLists() {}

    /** Both lists and what is only in one; {@code ours} is null when it is not known. */
    static List<String> compare(List<Ip> theirs, @Nullable InstanceConfig ours) {
        var lines = new ArrayList<String>();
        lines.add("  theirs: " + print(theirs));
        if (ours == null) {
            lines.add("  ours: not known here, the configuration is in a part that was not read");
            return lines;
        }
        var own = own(ours);
        lines.add("  ours: " + print(own));
        var there = theirs.stream().filter(ip -> !own.contains(ip)).toList();
        var here = onlyHere(theirs, ours);
        lines.add("  only there: " + print(there) + "; only here: " + print(here));
        if (there.size() == theirs.size()) {
            lines.add("  so: they have no address in common: another cluster with the same VRID?");
        }
        return lines;
    }

    /** Those of ours that the other does not hold. */
    static List<Ip> onlyHere(List<Ip> theirs, InstanceConfig ours) {
        return own(ours).stream().filter(ip -> !theirs.contains(ip)).toList();
    }

    static boolean differ(List<Ip> theirs, InstanceConfig ours) {
        var own = own(ours);
        return !own.containsAll(theirs) || !theirs.containsAll(own);
    }

    private static List<Ip> own(InstanceConfig config) {
        return config.addresses().stream()
                .map(VirtualAddress::address)
                .map(a -> a.ip())
                .toList();
    }

    static String print(List<Ip> ips) {
        return ips.isEmpty() ? "none" : ips.stream().map(Ip::toString).collect(Collectors.joining(", "));
    }
}
