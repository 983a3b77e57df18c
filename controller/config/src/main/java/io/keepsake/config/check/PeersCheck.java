package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.InstanceOptions.PeerTtl;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where adverts come from and go to, and the family that follows from it. */
final class PeersCheck {
    private static final int TTL_MOST = 255;

    private final Problems problems;
    private final Place instance;
    private final List<Node> nodes;
    private final Values values;
    private final List<PeerTtl> ttls = new ArrayList<>();

    PeersCheck(Problems problems, Place instance, List<Node> nodes, Values values) {
        this.problems = problems;
        this.instance = instance;
        this.nodes = nodes;
        this.values = values;
    }

    /** That of the first address in the block, or of {@code native_ipv6} when it stands above it. */
    Family family() {
        boolean nativeIpv6 = values.bare("native_ipv6");
        var family = nodes.stream()
                .flatMap(node -> familyOf(node).stream())
                .findFirst()
                .orElse(Family.IPV4);
        if (nativeIpv6 && family == Family.IPV4) {
            problems.warn(
                    values.placeOf("native_ipv6", instance),
                    "native_ipv6 does not go with an IPv4 address above it; it is ignored, the instance is IPv4,"
                            + " as in keepalived",
                    "remove it, or the IPv4 address when IPv6 is meant");
        }
        return family;
    }

    /** Whether {@code line} stands above everything that says which family the instance has. */
    boolean isAboveFamily(Node line) {
        return nodes.stream().takeWhile(node -> !node.equals(line)).allMatch(node -> familyOf(node)
                .isEmpty());
    }

    private static Optional<Family> familyOf(Node node) {
        return node.name().equals("native_ipv6")
                ? Optional.of(Family.IPV6)
                : firstAddress(node).map(Ip::family);
    }

    private static Optional<Ip> firstAddress(Node node) {
        return switch (node.name()) {
            case "virtual_ipaddress", "unicast_peer" ->
                node.children().stream()
                        .flatMap(line -> address(line.name()).stream())
                        .findFirst();
            case "unicast_src_ip", "mcast_src_ip" ->
                node.values().stream().findFirst().flatMap(word -> address(word.text()));
            default -> Optional.empty();
        };
    }

    private static Optional<Ip> address(String text) {
        int slash = text.indexOf('/');
        return Ip.tryParse(slash < 0 ? text : text.substring(0, slash));
    }

    /** The last {@code unicast_src_ip} or {@code mcast_src_ip}: two names of one thing. */
    @Nullable Ip source(Family family) {
        var keyword = values.comesAfter("mcast_src_ip", "unicast_src_ip") ? "mcast_src_ip" : "unicast_src_ip";
        var word = values.value(keyword);
        if (word == null) {
            return null;
        }
        var ip = withoutMask(word);
        if (ip.isEmpty() || ip.get().family() != family || ip.get().isMulticast()) {
            problems.warn(
                    word.place(),
                    keyword + " must be an address of " + Values.named(family) + ", was \"" + word.text()
                            + "\"; the first address of the interface is used instead");
            return null;
        }
        return ip.get();
    }

    List<Ip> peers(Family family) {
        var peers = new LinkedHashSet<Ip>();
        for (var node : nodes) {
            if (node.name().equals("unicast_peer")) {
                node.children().forEach(line -> peer(line, family).ifPresent(peers::add));
            }
        }
        return List.copyOf(peers);
    }

    /** Whether peers are asked for: without a usable one the instance must not turn to multicast. */
    boolean wanted() {
        return nodes.stream()
                .anyMatch(node ->
                        node.name().equals("unicast_peer") && !node.children().isEmpty());
    }

    /**
     * Whether {@code unicast_fault_no_peer} demands one of an instance that has a word about unicast: the instance must not
     * turn to multicast then.
     */
    boolean demanded() {
        return values.bare("unicast_fault_no_peer")
                && (values.last("unicast_src_ip") != null || values.last("unicast_peer") != null);
    }

    /** Tells of words about unicast without a peer: adverts go to the group then. */
    void turnsToMulticast() {
        for (var keyword : List.of("unicast_peer", "unicast_src_ip", "check_unicast_src")) {
            if (values.last(keyword) != null) {
                problems.warn(
                        values.placeOf(keyword, instance),
                        keyword + " stands there and unicast_peer names no peer; adverts go to the multicast group",
                        "name the peers, or write mcast_src_ip for the source of multicast adverts");
                return;
            }
        }
    }

    /** What the peers that were read must arrive with. */
    List<PeerTtl> ttls() {
        return List.copyOf(ttls);
    }

    /** The address that {@code word} writes; keepalived drops a mask behind it as well. */
    private Optional<Ip> withoutMask(Token word) {
        var ip = address(word.text());
        if (ip.isPresent() && word.text().indexOf('/') >= 0) {
            problems.warn(
                    word.place(),
                    "expected an address without a mask, was \"" + word.text() + "\"; taken as " + ip.get(),
                    "remove the mask");
        }
        return ip;
    }

    private Optional<Ip> peer(Node line, Family family) {
        var ip = withoutMask(line.keyword());
        if (ip.isEmpty() || ip.get().family() != family || ip.get().isMulticast()) {
            problems.warn(
                    line.keyword().place(),
                    "a peer must be an address of " + Values.named(family) + ", was \"" + line.name()
                            + "\"; nothing is sent to it and heard from it");
            return Optional.empty();
        }
        int min = 0;
        int max = TTL_MOST;
        for (int i = 0; i < line.values().size(); i += 2) {
            var option = line.values().get(i);
            var value = i + 1 < line.values().size() ? line.values().get(i + 1) : null;
            switch (option.text()) {
                case "min_ttl" -> min = ttl(option, value, min);
                case "max_ttl" -> max = ttl(option, value, max);
                default ->
                    problems.warn(
                            option.place(),
                            "\"" + option.text() + "\" is no option of a peer; it is ignored",
                            "known are min_ttl and max_ttl");
            }
        }
        if (min > max) {
            problems.warn(
                    line.keyword().place(),
                    "min_ttl " + min + " of peer " + line.name() + " is above max_ttl " + max
                            + "; no advert of it is accepted");
        }
        if (min > 0 || max < TTL_MOST) {
            ttls.add(new PeerTtl(ip.get(), min, max));
        }
        return ip;
    }

    private int ttl(Token option, @Nullable Token value, int otherwise) {
        if (value == null) {
            problems.warn(option.place(), option.text() + " of a peer needs a value, has none; it is ignored");
            return otherwise;
        }
        var number = Values.whole(problems, option.text(), value, 0, TTL_MOST, "ignored");
        return number == null ? otherwise : number;
    }
}
