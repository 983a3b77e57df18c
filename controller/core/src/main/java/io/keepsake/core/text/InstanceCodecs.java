package io.keepsake.core.text;

import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Decision.AddressListDiffers;
import io.keepsake.core.event.Decision.AddressTaken;
import io.keepsake.core.event.Decision.AddressesStand;
import io.keepsake.core.event.Decision.AdvertDiscarded;
import io.keepsake.core.event.Decision.BecameBackup;
import io.keepsake.core.event.Decision.BecameFault;
import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.event.Decision.BecameStopped;
import io.keepsake.core.event.Decision.FaultReasonsHeld;
import io.keepsake.core.event.Decision.GoodbyeHeard;
import io.keepsake.core.event.Decision.GroupMoved;
import io.keepsake.core.event.Decision.HandedOver;
import io.keepsake.core.event.Decision.HeldBack;
import io.keepsake.core.event.Decision.HoldEnded;
import io.keepsake.core.event.Decision.LowerMasterHeard;
import io.keepsake.core.event.Decision.MasterFollowed;
import io.keepsake.core.event.Decision.MasterHeld;
import io.keepsake.core.event.Decision.OwnerPriorityHeld;
import io.keepsake.core.event.Decision.PreemptDelayed;
import io.keepsake.core.event.Decision.PriorityChanged;
import io.keepsake.core.event.Decision.RivalOwnerHeard;
import io.keepsake.core.event.Decision.RoutingTaken;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.Role;
import java.util.List;
import java.util.function.Function;

/** The decisions about VRRP instances. */
final class InstanceCodecs {
    static final List<Codec<? extends Decision.OfInstance>> ALL = List.of(
            Codec.of(
                    BecameBackup.class,
                    BecameBackup::new,
                    Field.instance(BecameBackup::instance),
                    from(BecameBackup::from),
                    Field.part(BecameBackup::why, WhyFields.WHY)),
            Codec.of(
                    BecameMaster.class,
                    BecameMaster::new,
                    Field.instance(BecameMaster::instance),
                    from(BecameMaster::from),
                    Field.part(BecameMaster::why, WhyFields.WHY)),
            Codec.of(
                    BecameFault.class,
                    BecameFault::new,
                    Field.instance(BecameFault::instance),
                    from(BecameFault::from),
                    reasons(BecameFault::reasons)),
            Codec.of(
                    FaultReasonsHeld.class,
                    FaultReasonsHeld::new,
                    Field.instance(FaultReasonsHeld::instance),
                    reasons(FaultReasonsHeld::reasons)),
            Codec.of(
                    BecameStopped.class,
                    BecameStopped::new,
                    Field.instance(BecameStopped::instance),
                    from(BecameStopped::from),
                    Field.part(BecameStopped::why, WhyFields.WHY)),
            Codec.of(
                    MasterFollowed.class,
                    MasterFollowed::new,
                    Field.instance(MasterFollowed::instance),
                    Field.ip("master", MasterFollowed::master),
                    Field.priority("priority", MasterFollowed::priority),
                    Field.part(MasterFollowed::interval, ValueFields.INTERVAL)),
            Codec.of(
                    GoodbyeHeard.class,
                    GoodbyeHeard::new,
                    Field.instance(GoodbyeHeard::instance),
                    Field.ip("source", GoodbyeHeard::source),
                    Field.moment("due", GoodbyeHeard::due)),
            Codec.of(
                    AdvertDiscarded.class,
                    AdvertDiscarded::new,
                    Field.instance(AdvertDiscarded::instance),
                    Field.ip("source", AdvertDiscarded::source),
                    Field.word("reason", DiscardReason.class, AdvertDiscarded::reason),
                    Field.text("detail", AdvertDiscarded::detail)),
            Codec.of(
                    LowerMasterHeard.class,
                    LowerMasterHeard::new,
                    Field.instance(LowerMasterHeard::instance),
                    Field.ip("source", LowerMasterHeard::source),
                    Field.priority("theirs", LowerMasterHeard::theirs),
                    Field.priority("ours", LowerMasterHeard::ours)),
            Codec.of(
                    AddressListDiffers.class,
                    AddressListDiffers::new,
                    Field.instance(AddressListDiffers::instance),
                    Field.ip("source", AddressListDiffers::source),
                    Field.ips("theirs", AddressListDiffers::theirs)),
            Codec.of(
                    AddressTaken.class,
                    AddressTaken::new,
                    Field.instance(AddressTaken::instance),
                    Field.place(AddressTaken::address)),
            Codec.of(
                    RoutingTaken.class,
                    RoutingTaken::new,
                    Field.instance(RoutingTaken::instance),
                    Field.part(RoutingTaken::what, ValueFields.ROUTING)),
            Codec.of(AddressesStand.class, AddressesStand::new, Field.instance(AddressesStand::instance)),
            Codec.of(
                    PriorityChanged.class,
                    PriorityChanged::new,
                    Field.instance(PriorityChanged::instance),
                    Field.priority("from_priority", PriorityChanged::from),
                    Field.priority("priority", PriorityChanged::to),
                    Field.text("because", PriorityChanged::because)),
            Codec.of(
                    PreemptDelayed.class,
                    PreemptDelayed::new,
                    Field.instance(PreemptDelayed::instance),
                    Field.ip("master", PreemptDelayed::master),
                    Field.moment("until", PreemptDelayed::until)),
            Codec.of(
                    RivalOwnerHeard.class,
                    RivalOwnerHeard::new,
                    Field.instance(RivalOwnerHeard::instance),
                    Field.ip("source", RivalOwnerHeard::source),
                    Field.moment("until", RivalOwnerHeard::until)),
            Codec.of(
                    OwnerPriorityHeld.class,
                    OwnerPriorityHeld::new,
                    Field.instance(OwnerPriorityHeld::instance),
                    Field.priority("priority", OwnerPriorityHeld::priority)),
            Codec.of(
                    MasterHeld.class,
                    MasterHeld::new,
                    Field.instance(MasterHeld::instance),
                    Field.list("waits_for", MasterHeld::waitsFor, ValueFields.MEMBER)),
            Codec.of(
                    HandedOver.class,
                    HandedOver::new,
                    Field.instance(HandedOver::instance),
                    Field.ips("successor", HandedOver::successor)),
            Codec.of(
                    HeldBack.class,
                    HeldBack::new,
                    Field.instance(HeldBack::instance),
                    Field.part(HeldBack::hold, WhyFields.HOLD)),
            Codec.of(
                    HoldEnded.class,
                    HoldEnded::new,
                    Field.instance(HoldEnded::instance),
                    Field.part(HoldEnded::hold, WhyFields.HOLD)));

    /** The decisions about sync groups. */
    static final List<Codec<? extends Decision.OfGroup>> GROUPS = List.of(Codec.of(
            GroupMoved.class,
            GroupMoved::new,
            Field.name("group", GroupMoved::group),
            from(GroupMoved::from),
            Field.word("to", Role.class, GroupMoved::to),
            Field.part(GroupMoved::member, ValueFields.MEMBER)));

    private InstanceCodecs() {}

    private static <T> Field<T, Role> from(Function<T, Role> get) {
        return Field.word("from", Role.class, get);
    }

    private static <T> Field<T, List<FaultCause>> reasons(Function<T, List<FaultCause>> get) {
        return Field.list("reasons", get, ValueFields.FAULT);
    }
}
