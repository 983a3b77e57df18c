package io.keepsake.core.text;

import io.keepsake.core.event.Hold;
import io.keepsake.core.event.Why;
import io.keepsake.core.event.Why.AddressLost;
import io.keepsake.core.event.Why.Demoted;
import io.keepsake.core.event.Why.DownTimer;
import io.keepsake.core.event.Why.FaultCleared;
import io.keepsake.core.event.Why.GroupFollowed;
import io.keepsake.core.event.Why.HigherAddressHeard;
import io.keepsake.core.event.Why.HigherPriorityHeard;
import io.keepsake.core.event.Why.MasterDownExpired;
import io.keepsake.core.event.Why.RoutingLost;
import io.keepsake.core.event.Why.Started;
import io.keepsake.core.event.Why.Stopped;
import io.keepsake.core.event.Why.TimerExpired;
import java.util.List;

/** The reasons of transitions. */
public final class WhyFields {
    public static final Codec<DownTimer> TIMER = Codec.of(
            DownTimer.class,
            DownTimer::new,
            Field.word("armed", Why.Armed.class, DownTimer::armed),
            Field.index("by", DownTimer::armedBy),
            Field.moment("at", DownTimer::armedAt),
            Field.moment("due", DownTimer::due),
            Field.integer("adverts", DownTimer::adverts),
            Field.nanos("interval", DownTimer::intervalNanos),
            Field.nanos("skew", DownTimer::skewNanos));

    public static final Codec<Hold> HOLD = Codec.of(
            Hold.class,
            Hold::new,
            Field.part(Hold::instance, ValueFields.MEMBER),
            Field.word("hold", Hold.Kind.class, Hold::kind),
            Field.moment("until", Hold::until),
            Field.text("because", Hold::reason),
            Field.text("by", Hold::by));

    static final Codecs<Why> KINDS = new Codecs<>(
            "reason",
            List.of(
                    Codec.of(Started.class, Started::new),
                    Codec.of(FaultCleared.class, FaultCleared::new),
                    Codec.of(
                            MasterDownExpired.class,
                            MasterDownExpired::new,
                            Field.part(MasterDownExpired::timer, TIMER)),
                    Codec.of(
                            HigherPriorityHeard.class,
                            HigherPriorityHeard::new,
                            Field.ip("source", HigherPriorityHeard::source),
                            Field.priority("theirs", HigherPriorityHeard::theirs),
                            Field.priority("ours", HigherPriorityHeard::ours)),
                    Codec.of(
                            HigherAddressHeard.class,
                            HigherAddressHeard::new,
                            Field.ip("source", HigherAddressHeard::source),
                            Field.ip("ours", HigherAddressHeard::ours),
                            Field.priority("priority", HigherAddressHeard::both)),
                    Codec.of(AddressLost.class, AddressLost::new, Field.place(AddressLost::address)),
                    Codec.of(RoutingLost.class, RoutingLost::new, Field.part(RoutingLost::what, ValueFields.ROUTING)),
                    Codec.of(
                            TimerExpired.class,
                            TimerExpired::new,
                            Field.moment("last_advert", TimerExpired::lastAdvertAt),
                            Field.moment("due", TimerExpired::due)),
                    Codec.of(
                            GroupFollowed.class,
                            GroupFollowed::new,
                            Field.name("group", GroupFollowed::group),
                            Field.part(GroupFollowed::member, ValueFields.MEMBER)),
                    Codec.of(Demoted.class, Demoted::new, Field.part(Demoted::hold, HOLD)),
                    Codec.of(Stopped.class, Stopped::new, Field.text("by", Stopped::by))));

    static final Codec<Why> WHY = KINDS.as("why", Why.class);

    private WhyFields() {}
}
