package io.keepsake.core.text;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.VrrpEvent;
import java.util.List;

/**
 * The named fields of every event, decision and effect, written and read by hand. Rules of the form: a kind's name and
 * its fields' names are never used for something else; a new field goes to the end and has a sensible zero; a kind that
 * is no longer made keeps its reader.
 */
public final class Fields {
    /** Every kind of event there is, decisions included. The place of a kind is not significant. */
    public static final List<String> EVENT_KINDS = List.of(
            "AdvertReceived",
            "AdvertRejected",
            "KernelRead",
            "LinkSeen",
            "LinkGone",
            "AddressSeen",
            "AddressGone",
            "CheckPassed",
            "CheckFailed",
            "FileRead",
            "CheckUnknown",
            "IpvsRead",
            "IpvsUnavailable",
            "ServiceSeen",
            "ServiceGone",
            "DestinationSeen",
            "DestinationGone",
            "ScriptEnded",
            "ScriptUnavailable",
            "ProcessStarted",
            "ConfigAccepted",
            "ConfigRefused",
            "LeftoversRecalled",
            "DrainRequested",
            "DrainCancelled",
            "SignalHeard",
            "StopRequested",
            "DeadlineReached",
            "WallClockStepped",
            "LoopStalled",
            "DeadlineRepeated",
            "EffectApplied",
            "EffectFailed",
            "ProgramRefused",
            "EventsDropped",
            "RecordingGap",
            "Checkpoint",
            "BecameBackup",
            "BecameMaster",
            "BecameFault",
            "FaultReasonsHeld",
            "BecameStopped",
            "MasterFollowed",
            "GoodbyeHeard",
            "AdvertDiscarded",
            "LowerMasterHeard",
            "AddressListDiffers",
            "AddressTaken",
            "AddressesStand",
            "PriorityChanged",
            "PreemptDelayed",
            "RivalOwnerHeard",
            "OwnerPriorityHeld",
            "CheckerFailed",
            "CheckerRecovered",
            "RealServerDown",
            "RealServerUp",
            "WeightChanged",
            "QuorumLost",
            "QuorumGained",
            "ChecksSuspended",
            "ChecksResumed",
            "VirtualServerAdded",
            "VirtualServerRemoved",
            "RealServerAdded",
            "RealServerRemoved",
            "DrainEnded");

    /** Every kind of effect there is. */
    public static final List<String> EFFECT_KINDS = List.of(
            "JoinGroup",
            "SendAdvert",
            "SendGratuitousArp",
            "AddAddress",
            "RemoveAddress",
            "ProgramIpvs",
            "ReadIpvs",
            "ReadLinks",
            "PaceCheck",
            "SuspendChecks",
            "ResumeChecks",
            "RunScript",
            "SendMail",
            "WriteFifo");

    private Fields() {}

    /** The kind of an event: the simple name of its type. */
    public static String kind(Event event) {
        return event.getClass().getSimpleName();
    }

    /** The kind of an effect: the simple name of its type. */
    public static String kind(Effect effect) {
        return effect.getClass().getSimpleName();
    }

    /** Writes the fields of {@code event}, without its kind. */
    public static void writeEvent(Event event, FieldSink out) {
        switch (event) {
            case VrrpEvent e -> writeVrrp(e, out);
            case LinkEvent e -> writeLink(e, out);
            case HealthEvent e -> HealthFields.writeHealth(e, out);
            case IpvsEvent e -> IpvsFields.writeEvent(e, out);
            case ScriptEvent e -> HealthFields.writeScript(e, out);
            case OperatorEvent e -> writeOperator(e, out);
            case ClockEvent e -> writeClock(e, out);
            case OutcomeEvent e -> writeOutcome(e, out);
            case JournalEvent e -> writeJournal(e, out);
            case Decision.OfInstance e -> writeDecision(e, out);
            case Decision.OfServer e -> DecisionFields.write(e, out);
        }
    }

    private static void writeVrrp(VrrpEvent event, FieldSink out) {
        out.name("instance", event.instance().value());
        switch (event) {
            case VrrpEvent.AdvertReceived e -> {
                out.ip("source", e.source());
                out.number("ttl", e.ttl());
                out.nanos("late", e.lateNanos());
                ValueFields.writeAdvert(e.advert(), out);
                out.unusualWord("checksum", e.checksum(), ChecksumForm.USUAL);
            }
            case VrrpEvent.AdvertRejected e -> {
                out.ip("source", e.source());
                out.word("reason", e.reason());
                out.text("detail", e.detail());
                out.nanos("late", e.lateNanos());
            }
        }
    }

    private static void writeLink(LinkEvent event, FieldSink out) {
        switch (event) {
            case LinkEvent.KernelRead e -> {
                out.list("links", e.links(), ValueFields::writeLink);
                out.list("addresses", e.addresses(), ValueFields::writeStanding);
            }
            case LinkEvent.LinkSeen e -> ValueFields.writeLink(e.link(), out);
            case LinkEvent.LinkGone e -> {
                out.name("link", e.link().value());
                out.number("index", e.linkIndex());
            }
            case LinkEvent.AddressSeen e -> {
                ValueFields.writePlace(e.address().place(), out);
                out.flag("own", e.own());
                ValueFields.writeForm(e.address(), out);
            }
            case LinkEvent.AddressGone e -> {
                ValueFields.writePlace(e.address(), out);
                out.flag("own", e.own());
            }
        }
    }

    private static void writeOperator(OperatorEvent event, FieldSink out) {
        switch (event) {
            case OperatorEvent.ProcessStarted e -> {
                out.text("node", e.node());
                out.text("version", e.version());
                out.number("pid", e.pid());
                out.text("boot", e.bootId());
            }
            case OperatorEvent.ConfigAccepted e -> {
                ConfigFields.writeConfig(e.config(), out);
                out.text("text", e.text());
            }
            case OperatorEvent.ConfigRefused e ->
                out.list("problems", e.problems(), (problem, o) -> o.text("problem", problem));
            case OperatorEvent.LeftoversRecalled e -> ValueFields.writeLeftovers(e.leftovers(), out);
            case OperatorEvent.DrainRequested e -> HealthFields.writeDrain(e.drain(), out);
            case OperatorEvent.DrainCancelled e -> {
                HealthFields.writeServer(e.server(), out);
                HealthFields.writeReal(e.real(), out);
                out.text("by", e.by());
            }
            case OperatorEvent.SignalHeard e -> {
                out.number("number", e.number());
                out.text("answer", e.answer());
            }
            case OperatorEvent.StopRequested e -> {
                out.text("by", e.by());
                out.flag("keep_ipvs", e.keepIpvs());
                out.unusualFlag("keep_vrrp", e.keepVrrp());
            }
        }
    }

    private static void writeClock(ClockEvent event, FieldSink out) {
        switch (event) {
            case ClockEvent.DeadlineReached() -> {}
            case ClockEvent.WallClockStepped e -> out.nanos("by", e.nanos());
            case ClockEvent.LoopStalled e -> out.nanos("late", e.nanos());
            case ClockEvent.DeadlineRepeated e -> {
                out.number("times", e.times());
                out.nanos("held", e.heldNanos());
            }
        }
    }

    private static void writeOutcome(OutcomeEvent event, FieldSink out) {
        switch (event) {
            case OutcomeEvent.EffectApplied e -> out.index("effect", e.effect());
            case OutcomeEvent.EffectFailed e -> {
                out.index("effect", e.effect());
                out.number("errno", e.errno());
                out.text("detail", e.detail());
            }
            case OutcomeEvent.ProgramRefused e -> {
                out.index("effect", e.effect());
                out.list("refusals", e.refusals(), (refusal, o) -> {
                    o.number("position", refusal.position());
                    o.number("errno", refusal.errno());
                });
            }
            case OutcomeEvent.EventsDropped e -> out.number("count", e.count());
        }
    }

    private static void writeJournal(JournalEvent event, FieldSink out) {
        switch (event) {
            case JournalEvent.RecordingGap e -> {
                out.index("from", e.from());
                out.index("to", e.to());
                out.text("reason", e.reason());
            }
            case JournalEvent.Checkpoint e -> {
                out.list("state", e.state(), (line, o) -> o.text("line", line));
                out.number("fingerprint", e.fingerprint());
            }
        }
    }

    private static void writeDecision(Decision.OfInstance decision, FieldSink out) {
        out.name("instance", decision.instance().value());
        switch (decision) {
            case Decision.BecameBackup d -> {
                out.word("from", d.from());
                WhyFields.write(d.why(), out);
            }
            case Decision.BecameMaster d -> {
                out.word("from", d.from());
                WhyFields.write(d.why(), out);
            }
            case Decision.BecameFault d -> {
                out.word("from", d.from());
                ValueFields.writeReasons(d.reasons(), out);
            }
            case Decision.FaultReasonsHeld d -> ValueFields.writeReasons(d.reasons(), out);
            case Decision.BecameStopped d -> {
                out.word("from", d.from());
                WhyFields.write(d.why(), out);
            }
            case Decision.MasterFollowed d -> {
                out.ip("master", d.master());
                out.number("priority", d.priority().value());
                out.nanos("interval", d.interval().nanos());
            }
            case Decision.GoodbyeHeard d -> {
                out.ip("source", d.source());
                out.moment("due", d.due());
            }
            case Decision.AdvertDiscarded d -> {
                out.ip("source", d.source());
                out.word("reason", d.reason());
                out.text("detail", d.detail());
            }
            case Decision.LowerMasterHeard d -> {
                out.ip("source", d.source());
                out.number("theirs", d.theirs().value());
                out.number("ours", d.ours().value());
            }
            case Decision.AddressListDiffers d -> {
                out.ip("source", d.source());
                out.ips("theirs", d.theirs());
            }
            case Decision.AddressTaken d -> ValueFields.writePlace(d.address(), out);
            case Decision.AddressesStand _ -> {}
            case Decision.PriorityChanged d -> {
                out.number("from_priority", d.from().value());
                out.number("priority", d.to().value());
                out.text("because", d.because());
            }
            case Decision.PreemptDelayed d -> {
                out.ip("master", d.master());
                out.moment("until", d.until());
            }
            case Decision.RivalOwnerHeard d -> {
                out.ip("source", d.source());
                out.moment("until", d.until());
            }
            case Decision.OwnerPriorityHeld d ->
                out.number("priority", d.priority().value());
        }
    }

    /**
     * Reads the fields of an event of this kind.
     *
     * @throws IllegalArgumentException when the kind is unknown or a value is out of its range
     */
    public static Event readEvent(String kind, FieldSource in) {
        return switch (kind) {
            case "AdvertReceived" ->
                new VrrpEvent.AdvertReceived(
                        ValueFields.instance(in),
                        in.ip("source"),
                        (int) in.number("ttl"),
                        in.nanos("late"),
                        ValueFields.readAdvert(in),
                        in.unusualWord("checksum", ChecksumForm.USUAL));
            case "AdvertRejected" ->
                new VrrpEvent.AdvertRejected(
                        ValueFields.instance(in),
                        in.ip("source"),
                        in.word("reason", RejectReason.class),
                        in.text("detail"),
                        in.nanos("late"));
            case "KernelRead" ->
                new LinkEvent.KernelRead(
                        in.list("links", ValueFields::readLink), in.list("addresses", ValueFields::readStanding));
            case "LinkSeen" -> new LinkEvent.LinkSeen(ValueFields.readLink(in));
            case "LinkGone" -> new LinkEvent.LinkGone(ValueFields.link(in), (int) in.number("index"));
            case "AddressSeen" -> readAddressSeen(in);
            case "AddressGone" -> new LinkEvent.AddressGone(ValueFields.readPlace(in), in.flag("own"));
            case "CheckPassed" -> HealthFields.readPassed(in);
            case "CheckFailed" -> HealthFields.readFailed(in);
            case "FileRead" -> HealthFields.readNumber(in);
            case "CheckUnknown" -> HealthFields.readUnknown(in);
            case "IpvsRead" -> IpvsFields.readTable(in);
            case "IpvsUnavailable" -> new IpvsEvent.IpvsUnavailable((int) in.number("errno"), in.text("detail"));
            case "ServiceSeen" -> new IpvsEvent.ServiceSeen(IpvsFields.readService(in));
            case "ServiceGone" -> new IpvsEvent.ServiceGone(IpvsFields.readKey(in));
            case "DestinationSeen" ->
                new IpvsEvent.DestinationSeen(IpvsFields.readKey(in), IpvsFields.readDestination(in));
            case "DestinationGone" -> new IpvsEvent.DestinationGone(IpvsFields.readKey(in), in.endpoint("at"));
            case "ScriptEnded" -> HealthFields.readEnded(in);
            case "ScriptUnavailable" ->
                new ScriptEvent.ScriptUnavailable(in.text("subject"), in.text("command"), in.text("reason"));
            case "ProcessStarted" ->
                new OperatorEvent.ProcessStarted(
                        in.text("node"), in.text("version"), in.number("pid"), in.text("boot"));
            case "ConfigAccepted" -> new OperatorEvent.ConfigAccepted(ConfigFields.readConfig(in), in.text("text"));
            case "ConfigRefused" -> new OperatorEvent.ConfigRefused(in.list("problems", s -> s.text("problem")));
            case "LeftoversRecalled" -> new OperatorEvent.LeftoversRecalled(ValueFields.readLeftovers(in));
            case "DrainRequested" -> new OperatorEvent.DrainRequested(HealthFields.readDrain(in));
            case "DrainCancelled" ->
                new OperatorEvent.DrainCancelled(HealthFields.readServer(in), HealthFields.readReal(in), in.text("by"));
            case "SignalHeard" -> new OperatorEvent.SignalHeard((int) in.number("number"), in.text("answer"));
            case "StopRequested" ->
                new OperatorEvent.StopRequested(in.text("by"), in.flag("keep_ipvs"), in.unusualFlag("keep_vrrp"));
            case "DeadlineReached" -> new ClockEvent.DeadlineReached();
            case "WallClockStepped" -> new ClockEvent.WallClockStepped(in.nanos("by"));
            case "LoopStalled" -> new ClockEvent.LoopStalled(in.nanos("late"));
            case "DeadlineRepeated" -> new ClockEvent.DeadlineRepeated(in.number("times"), in.nanos("held"));
            case "EffectApplied" -> new OutcomeEvent.EffectApplied(in.index("effect"));
            case "EffectFailed" ->
                new OutcomeEvent.EffectFailed(in.index("effect"), (int) in.number("errno"), in.text("detail"));
            case "ProgramRefused" ->
                new OutcomeEvent.ProgramRefused(
                        in.index("effect"),
                        in.list(
                                "refusals",
                                s -> new OutcomeEvent.Refusal((int) s.number("position"), (int) s.number("errno"))));
            case "EventsDropped" -> new OutcomeEvent.EventsDropped(in.number("count"));
            case "RecordingGap" -> new JournalEvent.RecordingGap(in.index("from"), in.index("to"), in.text("reason"));
            case "Checkpoint" ->
                new JournalEvent.Checkpoint(in.list("state", s -> s.text("line")), in.number("fingerprint"));
            default -> DecisionFields.KINDS.contains(kind) ? DecisionFields.read(kind, in) : readDecision(kind, in);
        };
    }

    private static LinkEvent.AddressSeen readAddressSeen(FieldSource in) {
        var place = ValueFields.readPlace(in);
        boolean own = in.flag("own");
        return new LinkEvent.AddressSeen(ValueFields.readForm(place, in), own);
    }

    private static Decision readDecision(String kind, FieldSource in) {
        var instance = ValueFields.instance(in);
        return switch (kind) {
            case "BecameBackup" -> new Decision.BecameBackup(instance, ValueFields.role(in), WhyFields.read(in));
            case "BecameMaster" -> new Decision.BecameMaster(instance, ValueFields.role(in), WhyFields.read(in));
            case "BecameFault" -> new Decision.BecameFault(instance, ValueFields.role(in), ValueFields.readReasons(in));
            case "FaultReasonsHeld" -> new Decision.FaultReasonsHeld(instance, ValueFields.readReasons(in));
            case "BecameStopped" -> new Decision.BecameStopped(instance, ValueFields.role(in), WhyFields.read(in));
            case "MasterFollowed" ->
                new Decision.MasterFollowed(
                        instance, in.ip("master"), ValueFields.priority(in, "priority"), ValueFields.interval(in));
            case "GoodbyeHeard" -> new Decision.GoodbyeHeard(instance, in.ip("source"), in.moment("due"));
            case "AdvertDiscarded" ->
                new Decision.AdvertDiscarded(
                        instance, in.ip("source"), in.word("reason", DiscardReason.class), in.text("detail"));
            case "LowerMasterHeard" ->
                new Decision.LowerMasterHeard(
                        instance,
                        in.ip("source"),
                        ValueFields.priority(in, "theirs"),
                        ValueFields.priority(in, "ours"));
            case "AddressListDiffers" -> new Decision.AddressListDiffers(instance, in.ip("source"), in.ips("theirs"));
            case "AddressTaken" -> new Decision.AddressTaken(instance, ValueFields.readPlace(in));
            case "AddressesStand" -> new Decision.AddressesStand(instance);
            case "PriorityChanged" ->
                new Decision.PriorityChanged(
                        instance,
                        ValueFields.priority(in, "from_priority"),
                        ValueFields.priority(in, "priority"),
                        in.text("because"));
            case "PreemptDelayed" -> new Decision.PreemptDelayed(instance, in.ip("master"), in.moment("until"));
            case "RivalOwnerHeard" -> new Decision.RivalOwnerHeard(instance, in.ip("source"), in.moment("until"));
            case "OwnerPriorityHeld" -> new Decision.OwnerPriorityHeld(instance, ValueFields.priority(in, "priority"));
            default -> throw new IllegalArgumentException("no such event: " + kind);
        };
    }

    /** Writes the fields of {@code effect}, without its kind. */
    public static void writeEffect(Effect effect, FieldSink out) {
        switch (effect) {
            case JoinGroup e -> {
                out.name("instance", e.instance().value());
                out.name("link", e.link().value());
                out.number("index", e.linkIndex());
                out.index("incarnation", e.incarnation());
            }
            case SendAdvert e -> {
                out.name("instance", e.instance().value());
                out.ip("source", e.source());
                ValueFields.writeAdvert(e.advert(), out);
            }
            case SendGratuitousArp e -> {
                out.name("link", e.link().value());
                out.number("index", e.linkIndex());
                ValueFields.writeHardware(e.hardware(), out);
                out.ips("addresses", e.addresses());
                out.number("repeat", e.repeat());
            }
            case AddAddress e -> ConfigFields.writeVirtual(e.address(), out);
            case RemoveAddress e -> ValueFields.writePlace(e.address(), out);
            case Effect.ProgramIpvs e -> IpvsFields.writeChanges(e.changes(), out);
            case Effect.ReadIpvs(), Effect.ReadLinks() -> {}
            case Effect.PaceCheck e -> {
                HealthFields.writeChecker(e.checker(), out);
                out.nanos("every", e.everyNanos());
            }
            case Effect.SuspendChecks e -> HealthFields.writeServer(e.server(), out);
            case Effect.ResumeChecks e -> HealthFields.writeServer(e.server(), out);
            case Effect.RunScript e -> {
                out.text("subject", e.subject());
                ServerConfigFields.writeScript(e.script(), out);
                out.list("arguments", e.arguments(), (word, o) -> o.text("word", word));
            }
            case Effect.SendMail e -> {
                out.text("subject", e.subject());
                out.text("body", e.body());
            }
            case Effect.WriteFifo e -> out.text("line", e.line());
        }
    }

    /**
     * Reads the fields of an effect of this kind.
     *
     * @throws IllegalArgumentException when the kind is unknown or a value is out of its range
     */
    public static Effect readEffect(String kind, FieldSource in) {
        return switch (kind) {
            case "JoinGroup" ->
                new JoinGroup(
                        ValueFields.instance(in),
                        ValueFields.link(in),
                        (int) in.number("index"),
                        in.index("incarnation"));
            case "SendAdvert" -> new SendAdvert(ValueFields.instance(in), in.ip("source"), ValueFields.readAdvert(in));
            case "SendGratuitousArp" ->
                new SendGratuitousArp(
                        ValueFields.link(in),
                        (int) in.number("index"),
                        ValueFields.readHardware(in),
                        in.ips("addresses"),
                        (int) in.number("repeat"));
            case "AddAddress" -> new AddAddress(ConfigFields.readVirtual(in));
            case "ProgramIpvs" -> new Effect.ProgramIpvs(IpvsFields.readChanges(in));
            case "ReadIpvs" -> new Effect.ReadIpvs();
            case "ReadLinks" -> new Effect.ReadLinks();
            case "PaceCheck" -> new Effect.PaceCheck(HealthFields.readChecker(in), in.nanos("every"));
            case "SuspendChecks" -> new Effect.SuspendChecks(HealthFields.readServer(in));
            case "ResumeChecks" -> new Effect.ResumeChecks(HealthFields.readServer(in));
            case "RunScript" ->
                new Effect.RunScript(
                        in.text("subject"),
                        ServerConfigFields.readScript(in),
                        in.list("arguments", s -> s.text("word")));
            case "SendMail" -> new Effect.SendMail(in.text("subject"), in.text("body"));
            case "WriteFifo" -> new Effect.WriteFifo(in.text("line"));
            case "RemoveAddress" -> new RemoveAddress(ValueFields.readPlace(in));
            default -> throw new IllegalArgumentException("no such effect: " + kind);
        };
    }
}
