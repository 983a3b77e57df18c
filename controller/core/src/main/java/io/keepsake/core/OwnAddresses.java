package io.keepsake.core;

import io.keepsake.core.NodeState.Configured;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.StandingAddress;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which of the configured virtual addresses are the host's own, and stay so when they go and come back: see {@code
 * docs/decisions/0018}. What an owner (priority 255) finds standing is, as it says so. Of any other instance it is the
 * address by which the host was on the network before a director had to do with it.
 */
final class OwnAddresses {
    private OwnAddresses() {}

    /**
     * With what the event shows to be the host's own.
     *
     * @param links with the event
     * @param first whether nothing was read before
     */
    static LinkTable after(LinkEvent event, Configured configured, LinkTable links, boolean first) {
        return switch (event) {
            case LinkEvent.KernelRead _ -> links.ofHost(standing(configured.config(), links, _ -> first));
            case LinkEvent.AddressSeen(var there, var _) ->
                isOwners(configured, there.place()) && links.isTheHosts(there)
                        ? links.ofHost(List.of(there.place()))
                        : links;
            case LinkEvent.LinkSeen _, LinkEvent.LinkGone _, LinkEvent.AddressGone _ -> links;
        };
    }

    /** With what stands when a configuration comes. Under one that called it virtual already somebody may have put it there. */
    static LinkTable with(ControllerConfig config, @Nullable Configured before, LinkTable links) {
        return links.ofHost(standing(
                config,
                links,
                place -> before == null
                        || before.track()
                                .holding(place.link(), place.address().ip())
                                .isEmpty()));
    }

    /** Whether an owner has this address in its lists. */
    static boolean isOwners(@Nullable Configured configured, LinkAddress place) {
        return configured != null
                && configured.track().holding(place.link(), place.address().ip()).keySet().stream()
                        .anyMatch(holder ->
                                configured.config().instances().get(holder).owner());
    }

    /** Whether the event shows a configured address that no run put there, and that may be what one left. */
    static boolean showsLeftover(LinkEvent event, Configured configured, LinkTable links) {
        return switch (event) {
            case LinkEvent.KernelRead _ -> showsLeftover(configured.config(), links);
            case LinkEvent.AddressSeen(var there, boolean own) ->
                !own && !configured.track().holding(there.link(), there.ip()).isEmpty();
            case LinkEvent.LinkSeen _, LinkEvent.LinkGone _, LinkEvent.AddressGone _ -> false;
        };
    }

    /** The same of all that stands. */
    static boolean showsLeftover(ControllerConfig config, LinkTable links) {
        return config.instances().stream()
                .flatMap(holder -> standing(holder, links))
                .anyMatch(there -> !links.owns(there.place()));
    }

    private static List<LinkAddress> standing(
            ControllerConfig config, LinkTable links, Predicate<LinkAddress> untouched) {
        return config.instances().stream()
                .flatMap(holder -> holder.owner()
                        ? standing(holder, links).filter(there -> isNetwork(there) || links.isTheHosts(there))
                        : standing(holder, links)
                                .filter(there -> isNetwork(there)
                                        && holder.link().equals(there.link())
                                        && untouched.test(there.place())
                                        && links.isTheHosts(there)))
                .map(StandingAddress::place)
                .toList();
    }

    private static Stream<StandingAddress> standing(InstanceConfig holder, LinkTable links) {
        return holder.virtual()
                .flatMap(a -> links.standing(a.link(), a.address().ip()).stream());
    }

    /** One without may be what a run left that was killed before it could write so. */
    private static boolean isNetwork(StandingAddress there) {
        return there.place().address().isNetwork();
    }
}
