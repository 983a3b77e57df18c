package io.keepsake.history.explain;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An effect in words and what became of it. */
final class EffectOutcome {
    private final long index;
    private final Moment asked;
    private final String text;
    private final boolean answered;
    private @Nullable String outcome;

    private EffectOutcome(long index, Moment asked, String text, boolean answered) {
        this.index = index;
        this.asked = asked;
        this.text = text;
        this.answered = answered;
    }

    /**
     * The effect, if it is one of this instance's.
     *
     * @param config of the instance; null when it is not known: then every address counts as its own
     */
    static @Nullable EffectOutcome of(
            InstanceName instance, @Nullable InstanceConfig config, Effect effect, long index, Moment asked) {
        return switch (effect) {
            case SendAdvert e ->
                e.instance().equals(instance)
                        ? new EffectOutcome(index, asked, advert(e.advert().priority()), false)
                        : null;
            case SendGratuitousArp e ->
                e.addresses().stream().anyMatch(ip -> holds(config, ip))
                        ? new EffectOutcome(index, asked, "gratuitous ARP for " + list(e), false)
                        : null;
            case AddAddress e ->
                holds(config, e.address().address().ip())
                        ? new EffectOutcome(index, asked, "added " + place(e.address().place()), true)
                        : null;
            case RemoveAddress e ->
                holds(config, e.address().address().ip())
                        ? new EffectOutcome(index, asked, "removed " + place(e.address()), true)
                        : null;
            case JoinGroup e ->
                e.instance().equals(instance) ? new EffectOutcome(index, asked, "opened sockets on " + e.link(), true) : null;
            case Effect.ProgramIpvs _, Effect.ReadIpvs _, Effect.ReadLinks _ -> null;
            case Effect.PaceCheck _, Effect.SuspendChecks _, Effect.ResumeChecks _ -> null;
            case Effect.RunScript _, Effect.SendMail _, Effect.WriteFifo _ -> null;
        };
    }

    private static String advert(Priority priority) {
        return priority.equals(Priority.STOP) ? "sent goodbye (priority 0)" : "sent advert";
    }

    private static String list(SendGratuitousArp e) {
        return e.addresses().stream().map(Ip::toString).collect(Collectors.joining(", "));
    }

    private static String place(LinkAddress place) {
        return place.address() + " on " + place.link();
    }

    private static boolean holds(@Nullable InstanceConfig config, Ip ip) {
        return config == null
                || Stream.concat(config.addresses().stream(), config.excluded().stream())
                        .map(VirtualAddress::address)
                        .anyMatch(a -> a.ip().equals(ip));
    }

    long index() {
        return index;
    }

    Moment asked() {
        return asked;
    }

    /** Whether an answer must come and has not. */
    boolean open() {
        return answered && outcome == null;
    }

    void became(String what) {
        outcome = what;
    }

    String print(String cited) {
        var end = outcome != null ? ", " + outcome : answered ? ", no answer recorded" : "";
        return text + " (" + cited + end + ")";
    }
}
