package io.keepsake.core.text;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.AddBlock;
import io.keepsake.core.effect.Effect.AddRouting;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.PaceCheck;
import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.effect.Effect.ReadBlocks;
import io.keepsake.core.effect.Effect.ReadIpvs;
import io.keepsake.core.effect.Effect.ReadLinks;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.effect.Effect.RemoveBlock;
import io.keepsake.core.effect.Effect.RemoveRouting;
import io.keepsake.core.effect.Effect.ResumeChecks;
import io.keepsake.core.effect.Effect.RunScript;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.effect.Effect.SendMail;
import io.keepsake.core.effect.Effect.SetPromotion;
import io.keepsake.core.effect.Effect.SuspendChecks;
import io.keepsake.core.effect.Effect.WriteFifo;
import java.util.List;

/** The wishes of the core. */
final class EffectCodecs {
    static final List<Codec<? extends Effect>> ALL = List.of(
            Codec.of(
                    JoinGroup.class,
                    JoinGroup::new,
                    Field.instance(JoinGroup::instance),
                    Field.link(JoinGroup::link),
                    Field.integer("index", JoinGroup::linkIndex),
                    Field.index("incarnation", JoinGroup::incarnation)),
            new Codec<>(
                    SendAdvert.class,
                    (e, out) -> {
                        out.name("instance", e.instance().value());
                        out.ip("source", e.source());
                        ValueFields.ADVERT.write(e.advert(), out);
                    },
                    in -> new SendAdvert(ValueFields.INSTANCE.read(in), in.ip("source"), ValueFields.ADVERT.read(in))),
            Codec.of(
                    SendGratuitousArp.class,
                    SendGratuitousArp::new,
                    Field.link(SendGratuitousArp::link),
                    Field.integer("index", SendGratuitousArp::linkIndex),
                    Field.part(SendGratuitousArp::hardware, ValueFields.HARDWARE),
                    Field.ips("addresses", SendGratuitousArp::addresses),
                    Field.integer("repeat", SendGratuitousArp::repeat)),
            Codec.of(
                    AddAddress.class,
                    AddAddress::new,
                    Field.part(AddAddress::address, ConfigFields::writeVirtual, ConfigFields::readVirtual)),
            new Codec<>(
                    RemoveAddress.class,
                    (remove, out) -> {
                        ValueFields.PLACE.write(remove.address(), out);
                        ValueFields.writePeer(remove.peer(), out);
                    },
                    in -> new RemoveAddress(ValueFields.PLACE.read(in), ValueFields.readPeer(in))),
            Codec.of(AddRouting.class, AddRouting::new, Field.part(AddRouting::what, ValueFields.ROUTING)),
            Codec.of(RemoveRouting.class, RemoveRouting::new, Field.part(RemoveRouting::what, ValueFields.ROUTING)),
            Codec.of(
                    SetPromotion.class,
                    SetPromotion::new,
                    Field.link(SetPromotion::link),
                    Field.integer("index", SetPromotion::linkIndex),
                    Field.flag("on", SetPromotion::on)),
            Codec.of(
                    ProgramIpvs.class,
                    ProgramIpvs::new,
                    Field.list("changes", ProgramIpvs::changes, IpvsFields.CHANGE)),
            Codec.of(AddBlock.class, AddBlock::new, Field.part(AddBlock::block, FirewallFields.BLOCK)),
            Codec.of(RemoveBlock.class, RemoveBlock::new, Field.part(RemoveBlock::block, FirewallFields.KEY)),
            Codec.of(ReadBlocks.class, ReadBlocks::new, Field.texts("tables", "table", ReadBlocks::tables)),
            Codec.of(ReadIpvs.class, ReadIpvs::new),
            Codec.of(ReadLinks.class, ReadLinks::new),
            Codec.of(
                    PaceCheck.class,
                    PaceCheck::new,
                    Field.checker(PaceCheck::checker),
                    Field.nanos("every", PaceCheck::everyNanos)),
            Codec.of(SuspendChecks.class, SuspendChecks::new, Field.server(SuspendChecks::server)),
            Codec.of(ResumeChecks.class, ResumeChecks::new, Field.server(ResumeChecks::server)),
            Codec.of(
                    RunScript.class,
                    RunScript::new,
                    Field.text("subject", RunScript::subject),
                    Field.part(RunScript::script, ServerConfigFields::writeScript, ServerConfigFields::readScript),
                    Field.texts("arguments", "word", RunScript::arguments),
                    Field.nanos("timeout", RunScript::timeoutNanos).later()),
            Codec.of(
                    SendMail.class,
                    SendMail::new,
                    Field.text("subject", SendMail::subject),
                    Field.text("body", SendMail::body)),
            Codec.of(
                    WriteFifo.class,
                    WriteFifo::new,
                    Field.text("line", WriteFifo::line),
                    Field.unusualFlag("instances", WriteFifo::instances)));

    private EffectCodecs() {}
}
