package io.keepsake.config.check.servers;

import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Protocol;
import io.keepsake.core.value.ServiceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the services of the kernel that a virtual server stands for: {@code protocol}, {@code ip_family}, the header. */
final class KeysCheck {
    private final Problems problems;
    private final Values values;
    private final Node block;
    private final Header header;

    KeysCheck(Problems problems, Values values, Node block, Header header) {
        this.problems = problems;
        this.values = values;
        this.block = block;
        this.header = header;
    }

    /** The keys, none when the virtual server had to be left out. */
    List<ServiceKey> keys() {
        var family = givenFamily();
        return switch (header) {
            case Header.Address address -> List.of(new ServiceKey.Address(protocol(), address.endpoint()));
            case Header.Marked marked -> {
                warnOfProtocol();
                yield List.of(new ServiceKey.Mark(marked.mark(), family == null ? guessedFamily() : family));
            }
            case Header.Grouped grouped -> keys(grouped.group(), family);
        };
    }

    private List<ServiceKey> keys(Group group, @Nullable Family given) {
        boolean open = group.marks().stream().anyMatch(entry -> entry.family() == null);
        if (open && given == null && header.families().size() > 1) {
            problems.error(
                    place(),
                    "virtual_server " + header + " has IPv4, IPv6 and fwmark entries without a family; "
                            + Header.INSTEAD,
                    "write \"fwmark N inet\" or \"fwmark N inet6\" in the group");
            return List.of();
        }
        var keys = new ArrayList<ServiceKey>();
        if (!group.addresses().isEmpty()) {
            var protocol = protocol();
            group.addresses().forEach(address -> keys.add(new ServiceKey.Address(protocol, address)));
        } else {
            warnOfProtocol();
        }
        if (!group.marks().isEmpty()) {
            var family = given == null ? guessedFamily() : given;
            group.marks().forEach(entry -> {
                var own = entry.family();
                keys.add(new ServiceKey.Mark(entry.mark(), own == null ? family : own));
            });
        }
        return keys;
    }

    private Place place() {
        return (block.values().isEmpty() ? block.keyword() : block.values().getFirst()).place();
    }

    private Protocol protocol() {
        var word = values.value("protocol");
        if (word != null) {
            switch (word.text().toUpperCase(Locale.ROOT)) {
                case "TCP" -> {
                    return Protocol.TCP;
                }
                case "UDP" -> {
                    return Protocol.UDP;
                }
                case "SCTP" -> {
                    return Protocol.SCTP;
                }
                default -> {}
            }
            problems.error(
                    word.place(), "protocol must be TCP, UDP or SCTP, was \"" + word.text() + "\"; taken as UDP");
        } else if (values.last("protocol") == null) {
            problems.error(
                    place(), "virtual_server " + header + " has no protocol; taken as UDP", "add \"protocol TCP\"");
        }
        return Protocol.UDP;
    }

    private void warnOfProtocol() {
        var line = values.last("protocol");
        if (line != null) {
            problems.warn(line.keyword().place(), "virtual_server " + header + " needs no protocol; it is ignored");
        }
    }

    private @Nullable Family givenFamily() {
        var word = values.value("ip_family");
        if (word == null) {
            return null;
        }
        var family =
                switch (word.text()) {
                    case "inet" -> Family.IPV4;
                    case "inet6" -> Family.IPV6;
                    default -> null;
                };
        if (family == null) {
            problems.warn(word.place(), "ip_family must be inet or inet6, was \"" + word.text() + "\"; ignored");
        } else if (header instanceof Header.Address && !header.families().contains(family)) {
            problems.warn(word.place(), "ip_family " + word.text() + " is not that of " + header + "; ignored");
        }
        return family;
    }

    /** That of the group's addresses, or of the first real server. */
    private Family guessedFamily() {
        var families = header.families();
        if (families.size() == 1) {
            return families.iterator().next();
        }
        return block.children().stream()
                .filter(node ->
                        node.name().equals("real_server") && !node.values().isEmpty())
                .flatMap(node -> Ip.tryParse(node.values().getFirst().text()).stream())
                .map(Ip::family)
                .findFirst()
                .orElse(Family.IPV4);
    }
}
