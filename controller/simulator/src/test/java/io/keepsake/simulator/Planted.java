package io.keepsake.simulator;

import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeReducer.Reduced;
import io.keepsake.core.NodeState;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.AddBlock;
import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.effect.Effect.RemoveBlock;
import io.keepsake.core.effect.Effect.RunScript;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.effect.Effect.SetPromotion;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.FirewallEvent.BlocksRead;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.LinkEvent.AddressGone;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.LinkEvent.LinkGone;
import io.keepsake.core.event.LinkEvent.LinkSeen;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.ConfigRefused;
import io.keepsake.core.event.OperatorEvent.HandoverRequested;
import io.keepsake.core.event.OperatorEvent.HoldRequested;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.ProgramRefused;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.RoutingEvent.RoutingGone;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.Role;
import io.keepsake.simulator.fault.Fault;
import io.keepsake.simulator.fault.Setup;
import io.keepsake.testkit.scenario.Scenario;
import io.keepsake.world.Backends;
import io.keepsake.world.Core;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Cores with a bug in them, each of which must be caught. */
enum Planted implements Core {
    NOPREEMPT_PROTECTS_A_MASTER("YieldsToTheBetter") {
        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof AdvertReceived heard
                    && isMaster(state, heard)
                    && !self(state, heard).preempt();
        }
    },
    EQUAL_PRIORITY_IGNORES_THE_ADDRESS("YieldsToTheBetter") {
        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof AdvertReceived heard
                    && isMaster(state, heard)
                    && heard.advert().priority().equals(self(state, heard).priority());
        }
    },
    GOODBYE_IS_NOT_HEARD("TakesOverInTime") {
        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof AdvertReceived heard
                    && heard.advert().priority().value() == 0;
        }
    },
    HANDOVERS_ARE_NOT_HEARD("HandsOverBeforeReload") {
        @Override
        Setup setup() {
            return new Setup(3, 2, 0, "", 600_000_000_000L, Set.of(Fault.RELOAD), true);
        }

        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof HandoverRequested;
        }
    },
    DEADLINES_COME_TO_NOTHING("DoesNotSpin") {
        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof DeadlineReached && state.configured() != null;
        }
    },
    DEAD_SERVERS_ARE_FORGOTTEN("LetsNoDeadServerIn") {
        @Override
        Setup setup() {
            return new Setup(2, 1, 2, "", 600_000_000_000L, Set.of(Fault.SERVER, Fault.CRASH), true);
        }

        @Override
        Event heard(NodeState state, Event event) {
            return event instanceof LeftoversRecalled e
                    ? new LeftoversRecalled(new Leftovers(
                            e.leftovers().addresses(),
                            e.leftovers().services(),
                            List.of(),
                            e.leftovers().drains(),
                            e.leftovers().servers(),
                            e.leftovers().daemons(),
                            e.leftovers().holds(),
                            e.leftovers().blocks(),
                            e.leftovers().routing(),
                            e.leftovers().hosts()))
                    : event;
        }
    },
    DRIFT_IS_NOT_SEEN("TableConverges") {
        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof IpvsEvent.DestinationSeen || event instanceof IpvsEvent.DestinationGone;
        }
    },
    REFUSALS_ARE_TAKEN_FOR_DONE("TableConverges") {
        @Override
        Event heard(NodeState state, Event event) {
            return event instanceof ProgramRefused e ? new EffectApplied(e.effect()) : event;
        }
    },
    A_FLUSHED_FILTER_STAYS_EMPTY("NoAddressWithoutItsBlock") {
        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof BlocksRead;
        }
    },
    BLOCKS_ARE_LEFT_BEHIND("NoAddressWithoutItsBlock") {
        @Override
        Stream<Effect> effects(NodeState after, Event event, Stream<Effect> effects) {
            return effects.filter(effect -> !(effect instanceof RemoveBlock));
        }
    },
    BLOCKS_COME_AFTER_ADDRESSES("NoAddressWithoutItsBlock") {
        @Override
        Stream<Effect> effects(NodeState after, Event event, Stream<Effect> effects) {
            return effects.map(effect -> effect instanceof AddBlock(var block) ? addressOf(after, block.ip()) : effect);
        }

        private static Effect addressOf(NodeState state, Ip ip) {
            return Objects.requireNonNull(state.vrrp()).config().instances().stream()
                    .flatMap(InstanceConfig::virtual)
                    .filter(address -> address.address().ip().equals(ip))
                    .map(AddAddress::new)
                    .findFirst()
                    .orElseThrow();
        }
    },
    THE_HOSTS_ADDRESS_IS_REMOVED("HostKeepsItsNetwork") {
        @Override
        Stream<Effect> effects(NodeState after, Event event, Stream<Effect> effects) {
            return event instanceof KernelRead read && !read.addresses().isEmpty()
                    ? Stream.concat(
                            effects,
                            Stream.of(new RemoveAddress(
                                    read.addresses().getFirst().place(), null)))
                    : effects;
        }
    },
    OTHER_LINKS_ARE_NOT_TRACKED("FaultOnMissingAddressLink") {
        @Override
        Setup setup() {
            return only(Fault.SECOND_LINK);
        }

        @Override
        Event heard(NodeState state, Event event) {
            return event instanceof ConfigAccepted e
                    ? new ConfigAccepted(
                            Scenario.parse(e.text().replaceAll("dev eth1(\\R)", "dev eth1 no_track$1")), e.text())
                    : event;
        }
    },
    GOES_WITHOUT_A_WORD("GoodbyeBeforeLoss") {
        @Override
        Setup setup() {
            return only(Fault.SOURCE);
        }

        @Override
        Stream<Effect> effects(NodeState after, Event event, Stream<Effect> effects) {
            return event instanceof AddressGone ? effects.filter(e -> !(e instanceof SendAdvert)) : effects;
        }
    },
    A_RELOAD_STARTS_ANEW("SettingsChangeInPlace") {
        @Override
        Setup setup() {
            return only(Fault.RELOAD);
        }

        @Override
        NodeState from(NodeState state, Recorded recorded) {
            return startedAnew(state, recorded);
        }
    },
    A_RELOAD_DELAYS_ANEW("NoSecondStartupDelay") {
        @Override
        Setup setup() {
            return only(Fault.RELOAD);
        }

        @Override
        NodeState from(NodeState state, Recorded recorded) {
            return startedAnew(state, recorded);
        }
    },
    ROUTES_STAY_WITH_A_BACKUP("RoutesOnMastersOnly") {
        @Override
        Stream<Effect> effects(NodeState after, Event event, Stream<Effect> effects) {
            return effects.filter(e -> !(e instanceof Effect.RemoveRouting));
        }
    },
    A_ROUTE_THAT_WENT_WITH_ITS_LINK_IS_FORGOTTEN("RoutesOnMastersOnly") {
        @Override
        Setup setup() {
            return only(Fault.SECOND_LINK);
        }

        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof RoutingGone;
        }
    },
    LABELS_ARE_LEFT_OUT("AppliesLabels") {
        @Override
        Stream<Effect> effects(NodeState after, Event event, Stream<Effect> effects) {
            return effects.map(e -> e instanceof AddAddress(var a) ? new AddAddress(plain(a)) : e);
        }
    },
    A_RETURNED_LINK_IS_NOT_JOINED("MembershipOnReturnedLink") {
        @Override
        Setup setup() {
            return only(Fault.LINK);
        }

        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof LinkGone;
        }
    },
    A_LINK_THAT_IS_FINE_AGAIN_IS_NOT_SEEN("LinkFaultsAreTrue") {
        @Override
        Setup setup() {
            return only(Fault.SECOND_LINK);
        }

        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof LinkSeen seen && seen.link().usable();
        }
    },
    A_LOST_LINK_COUNTS_AT_ONCE("FaultHasReason") {
        @Override
        Setup setup() {
            return only(Fault.LINK);
        }

        @Override
        Event heard(NodeState state, Event event) {
            return event instanceof ConfigAccepted e
                    ? new ConfigAccepted(e.config().but().linkDelays(List.of()).build(), e.text())
                    : event;
        }
    },
    ANNOUNCES_WITHOUT_END("ReturnsToRest") {
        @Override
        Stream<Effect> effects(NodeState after, Event event, Stream<Effect> effects) {
            var vrrp = after.vrrp();
            return event instanceof DeadlineReached && vrrp != null
                    ? Stream.concat(
                            effects,
                            vrrp.inRole(Role.MASTER).stream()
                                    .filter(i -> after.links().link(i.link()).isPresent())
                                    .map(i -> announcement(
                                            after.links().link(i.link()).orElseThrow(), i)))
                    : effects;
        }
    },
    SINGLE_PACKETS_ARE_NOT_SENT("RefreshesOtherLinks") {
        @Override
        Stream<Effect> effects(NodeState after, Event event, Stream<Effect> effects) {
            return effects.filter(e -> !(e instanceof SendGratuitousArp garp && garp.repeat() == 1));
        }
    },
    NO_SETTING_IS_ASKED_FOR("PromotesWhereAsked") {
        @Override
        Stream<Effect> effects(NodeState after, Event event, Stream<Effect> effects) {
            return effects.filter(e -> !(e instanceof SetPromotion));
        }
    },
    A_READING_IS_NOT_ANNOUNCED("AnnouncesAddresses") {
        @Override
        Setup setup() {
            return only(Fault.OVERRUN, Fault.SLOW, Fault.CRASH);
        }

        @Override
        Stream<Effect> effects(NodeState after, Event event, Stream<Effect> effects) {
            return event instanceof KernelRead ? effects.filter(e -> !(e instanceof SendGratuitousArp)) : effects;
        }
    },
    QUORUM_SCRIPTS_DO_NOT_RUN("TellsQuorumAtStart") {
        @Override
        Setup setup() {
            return new Setup(2, 1, 2, "", 600_000_000_000L, Set.of(Fault.RELOAD), true);
        }

        @Override
        Stream<Effect> effects(NodeState after, Event event, Stream<Effect> effects) {
            return effects.filter(e -> !(e instanceof RunScript));
        }
    },
    FAILING_SCRIPTS_ARE_NOT_HEARD("ScriptsAreJudged") {
        @Override
        Setup setup() {
            return only(Fault.SCRIPT);
        }

        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof ScriptEnded e && e.status() != 0;
        }
    },
    NOBODY_IS_TOLD_OF_A_MASTER("TellsTransitions") {
        @Override
        Stream<Effect> effects(NodeState after, Event event, Stream<Effect> effects) {
            return effects.filter(
                    e -> !(e instanceof RunScript run && run.arguments().contains("MASTER")));
        }
    },
    DRAINS_ARE_FORGOTTEN("RecallsWhatItKnew") {
        @Override
        Setup setup() {
            return new Setup(2, 1, 2, "", 600_000_000_000L, Set.of(Fault.DRAIN, Fault.CRASH), true);
        }

        @Override
        Event heard(NodeState state, Event event) {
            return event instanceof LeftoversRecalled e
                    ? new LeftoversRecalled(new Leftovers(
                            e.leftovers().addresses(),
                            e.leftovers().services(),
                            e.leftovers().failed(),
                            List.of(),
                            e.leftovers().servers(),
                            e.leftovers().daemons(),
                            e.leftovers().holds(),
                            e.leftovers().blocks(),
                            e.leftovers().routing(),
                            e.leftovers().hosts()))
                    : event;
        }
    },
    ANSWERS_COUNT_FOR_THE_NAME("AnswersOfTheSuccessorOnly") {
        @Override
        Setup setup() {
            return new Setup(2, 1, 2, "", 600_000_000_000L, Set.of(Fault.RELOAD, Fault.SERVER), true);
        }

        @Override
        Event heard(NodeState state, Event event) {
            return event instanceof HealthEvent e && Backends.isOfAnEarlierChecker(e) ? ofNoChecker(e) : event;
        }
    },
    PROGRAMS_ARE_NOT_SENT("TableConverges") {
        @Override
        Stream<Effect> effects(NodeState after, Event event, Stream<Effect> effects) {
            return effects.filter(e -> !(e instanceof ProgramIpvs));
        }
    },
    ADVERTISES_WHILE_IT_STOPS("StopsForGood") {
        @Override
        Setup setup() {
            return only(Fault.STOP, Fault.SLOW, Fault.STOP_RELOAD);
        }

        @Override
        Stream<Effect> effects(NodeState after, Event event, Stream<Effect> effects) {
            var vrrp = after.vrrp();
            return after.stopping()
                            && vrrp != null
                            && !vrrp.config().instances().isEmpty()
                    ? Stream.concat(
                            effects, Stream.of(advert(vrrp.config().instances().getFirst())))
                    : effects;
        }
    },
    A_REFUSED_FILE_STOPS_IT("RefusesBrokenFiles") {
        @Override
        Setup setup() {
            return only(Fault.RELOAD, Fault.BROKEN_FILE);
        }

        @Override
        Event heard(NodeState state, Event event) {
            return event instanceof ConfigRefused ? new StopRequested("a refused file", false, false) : event;
        }
    },
    A_FOREIGN_LIST_IS_HEEDED("StaysWithoutCause") {
        @Override
        Setup setup() {
            return only(Fault.FOREIGN);
        }

        @Override
        Event heard(NodeState state, Event event) {
            return event instanceof AdvertReceived e ? withOurAddresses(e, self(state, e)) : event;
        }
    },
    AN_OPERATOR_IS_NOT_HEARD("HonoursHolds") {
        @Override
        Setup setup() {
            return only(Fault.HOLD);
        }

        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof HoldRequested;
        }
    },
    HOLDS_ARE_FORGOTTEN("RecallsWhatItKnew") {
        @Override
        Setup setup() {
            return only(Fault.HOLD, Fault.CRASH);
        }

        @Override
        Event heard(NodeState state, Event event) {
            return event instanceof LeftoversRecalled e
                    ? new LeftoversRecalled(Leftovers.of(e.leftovers().addresses()))
                    : event;
        }
    },
    WHO_WAS_DEMOTED_PREEMPTS("TakesOverInTime") {
        @Override
        Setup setup() {
            return only(Fault.HOLD);
        }

        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof AdvertReceived heard
                    && state.vrrp() != null
                    && state.vrrp().holds().byInstance().containsKey(heard.instance())
                    && heard.advert().priority().compareTo(self(state, heard).priority()) < 0;
        }
    };

    /** The effects of its turn. */
    Stream<Effect> effects(NodeState after, Event event, Stream<Effect> effects) {
        return effects;
    }

    /** The state in which it takes the event. */
    NodeState from(NodeState state, Recorded recorded) {
        return state;
    }

    private static Setup only(Fault... faults) {
        return new Setup(0, 0, -1, "", 600_000_000_000L, Set.of(faults), true);
    }

    /** A reload finds a director that knows its links and nothing else. */
    private static NodeState startedAnew(NodeState state, Recorded recorded) {
        if (state.configured() == null || !(recorded.event() instanceof ConfigAccepted) || state.stopping()) {
            return state;
        }
        var links = state.links();
        var read = as(recorded, new KernelRead(links.links(), links.addresses()));
        return links.read() ? NodeReducer.reduce(NodeState.INITIAL, read).next() : state;
    }

    private static VirtualAddress plain(VirtualAddress a) {
        return new VirtualAddress(a.address(), a.link(), null, 0, null, a.noPrefixRoute(), a.tracked());
    }

    private static Effect announcement(Link link, InstanceConfig self) {
        var ips = self.addresses().stream().map(a -> a.address().ip()).toList();
        return new SendGratuitousArp(link.name(), link.index(), link.hardware(), ips, 1);
    }

    private static Effect advert(InstanceConfig self) {
        return new SendAdvert(self.name(), Ip.v4(0x0a00_0001), self.advert(self.priority()));
    }

    /** A result that names no checker but the one of its name. */
    private static HealthEvent ofNoChecker(HealthEvent event) {
        return switch (event) {
            case HealthEvent.CheckPassed e ->
                new HealthEvent.CheckPassed(e.checker(), e.timing(), e.detail(), e.weight(), 0);
            case HealthEvent.CheckFailed e ->
                new HealthEvent.CheckFailed(e.checker(), e.timing(), e.reason(), e.detail(), 0);
            case HealthEvent.FileRead _, HealthEvent.CheckUnknown _ -> event;
        };
    }

    private static AdvertReceived withOurAddresses(AdvertReceived heard, InstanceConfig self) {
        var advert = heard.advert();
        var ours = self.advert(advert.priority()).addresses();
        return new AdvertReceived(
                heard.instance(),
                heard.source(),
                heard.ttl(),
                heard.lateNanos(),
                new Advert(advert.version(), advert.vrid(), advert.priority(), advert.interval(), advert.auth(), ours));
    }

    private final String caughtBy;

    Planted(String caughtBy) {
        this.caughtBy = caughtBy;
    }

    /** The invariant that is there for it. */
    String caughtBy() {
        return caughtBy;
    }

    /** Worlds in which it can be seen. */
    Setup setup() {
        return Setup.DEFAULT;
    }

    /** Whether it does not hear this at all. */
    boolean isDeafTo(NodeState state, Event event) {
        return false;
    }

    static Recorded as(Recorded recorded, Event event) {
        return new Recorded(recorded.index(), recorded.at(), recorded.wall(), event);
    }

    /** What it takes the event for. */
    Event heard(NodeState state, Event event) {
        return event;
    }

    @Override
    public Reduced reduce(NodeState state, Recorded recorded) {
        if (isDeafTo(state, recorded.event())) {
            return new Reduced(state, new Turn(recorded, List.of(), List.of()));
        }
        var other = as(recorded, heard(state, recorded.event()));
        var reduced = NodeReducer.reduce(from(state, recorded), other);
        var effects = effects(reduced.next(), recorded.event(), reduced.turn().effects().stream());
        return new Reduced(reduced.next(), new Turn(recorded, reduced.turn().decisions(), effects.toList()));
    }

    private static InstanceConfig self(NodeState state, AdvertReceived heard) {
        return Objects.requireNonNull(state.vrrp()).config().instances().stream()
                .filter(i -> i.name().equals(heard.instance()))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isMaster(NodeState state, AdvertReceived heard) {
        var vrrp = state.vrrp();
        return vrrp != null
                && vrrp.inRole(Role.MASTER).stream().anyMatch(i -> i.name().equals(heard.instance()));
    }
}
