package io.keepsake.history.explain;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.AddBlock;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.effect.Effect.RemoveBlock;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Routing;
import java.util.ArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The effects that belong to one instance.
 *
 * @param config null when it is not known: then every address, route and rule counts as its own
 */
record InstanceEffects(InstanceName instance, @Nullable InstanceConfig config) {

    /** The effect, if it is one of this instance's. */
    @Nullable TracedEffect trace(Effect effect, long index, Moment asked) {
        return switch (effect) {
            case SendAdvert e ->
                e.instance().equals(instance)
                        ? signal(index, asked, advert(e.advert().priority()))
                        : null;
            case SendGratuitousArp e ->
                e.addresses().stream().anyMatch(this::holds) ? signal(index, asked, announced(e)) : null;
            case AddAddress e ->
                holds(e.address().address().ip())
                        ? change(index, asked, "added " + place(e.address().place()))
                        : null;
            case RemoveAddress e ->
                holds(e.address().address().ip()) ? change(index, asked, "removed " + place(e.address())) : null;
            case AddBlock(var block) ->
                holds(block.ip()) ? change(index, asked, "dropped packets to and from " + block.ip()) : null;
            case RemoveBlock(var block) ->
                holds(block.ip()) ? change(index, asked, "let packets to and from " + block.ip() + " pass") : null;
            case Effect.AddRouting e -> holds(e.what()) ? change(index, asked, "added " + e.what()) : null;
            case Effect.RemoveRouting e -> holds(e.what()) ? change(index, asked, "removed " + e.what()) : null;
            case JoinGroup e ->
                e.instance().equals(instance) ? change(index, asked, "opened sockets on " + e.link()) : null;
            case Effect.SetPromotion _,
                    Effect.ProgramIpvs _,
                    Effect.ReadIpvs _,
                    Effect.ReadLinks _,
                    Effect.ReadBlocks _ -> null;
            case Effect.PaceCheck _, Effect.SuspendChecks _, Effect.ResumeChecks _ -> null;
            case Effect.RunScript e ->
                e.subject().startsWith(instance.value() + " notify")
                        ? signal(
                                index,
                                asked,
                                "had " + e.subject().substring(instance.value().length() + 1) + " run: " + words(e))
                        : null;
            case Effect.SendMail _, Effect.WriteFifo _ -> null;
        };
    }

    /** In the words of each family: addresses of both may be announced at once. */
    private static String announced(SendGratuitousArp e) {
        var v4 = list(e, Family.IPV4);
        var v6 = list(e, Family.IPV6);
        var arp = v4.isEmpty() ? "" : "gratuitous ARP for " + v4;
        var between = v4.isEmpty() || v6.isEmpty() ? "" : ", ";
        return arp + between + (v6.isEmpty() ? "" : "neighbor advertisements for " + v6);
    }

    private static TracedEffect signal(long index, Moment asked, String text) {
        return new TracedEffect(index, 0, asked, text, false);
    }

    private static TracedEffect change(long index, Moment asked, String text) {
        return new TracedEffect(index, 0, asked, text, true);
    }

    private static String advert(Priority priority) {
        return priority.equals(Priority.STOP) ? "sent goodbye (priority 0)" : "sent advert";
    }

    private static String words(Effect.RunScript e) {
        var words = new ArrayList<>(e.script().argv());
        words.addAll(e.arguments());
        return String.join(" ", words);
    }

    private static String list(SendGratuitousArp e, Family family) {
        return e.addresses().stream()
                .filter(ip -> ip.family() == family)
                .map(Ip::toString)
                .collect(Collectors.joining(", "));
    }

    private static String place(LinkAddress place) {
        return place.address() + " on " + place.link();
    }

    private boolean holds(Routing what) {
        return config == null
                || config.options().routing().stream()
                        .anyMatch(wanted -> wanted.what().equals(what));
    }

    private boolean holds(Ip ip) {
        var known = config;
        return known == null
                || Stream.concat(known.addresses().stream(), known.excluded().stream())
                        .map(VirtualAddress::address)
                        .anyMatch(a -> a.ip().equals(ip));
    }
}
