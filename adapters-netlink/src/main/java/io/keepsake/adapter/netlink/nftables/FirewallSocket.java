package io.keepsake.adapter.netlink.nftables;

import io.keepsake.adapter.netlink.nftables.wire.NftReply;
import io.keepsake.adapter.netlink.nftables.wire.NftRequests;
import io.keepsake.adapter.netlink.nftables.wire.TableId;
import io.keepsake.adapter.netlink.socket.Dialogue;
import io.keepsake.adapter.netlink.socket.Errno;
import io.keepsake.adapter.netlink.socket.NetlinkSocket;
import io.keepsake.adapter.netlink.socket.NetlinkSocket.Reception;
import io.keepsake.adapter.netlink.sys.SystemCalls;
import io.keepsake.adapter.netlink.wire.Acknowledgement;
import io.keepsake.adapter.netlink.wire.Message;
import io.keepsake.adapter.netlink.wire.MessageWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/** Reads tables, changes them, and hears which ones others changed. */
final class FirewallSocket implements AutoCloseable {
    /** Room for some thousand elements that a table made anew takes along. */
    static final int BATCH_BYTES = 256 * 1024;

    private static final int NETLINK_NETFILTER = 12;
    /** NFNLGRP_NFTABLES. */
    private static final int GROUPS = 1 << 6;
    /** The kernel doubles it; only what waits in it costs memory. */
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

    private static final int UNSTEADY_MAX = 4;

    private final NetlinkSocket socket;
    private final Dialogue dialogue;
    private final MessageWriter batch = new MessageWriter(BATCH_BYTES);
    private final NftRequests requests;
    private final Set<TableId> touched = new TreeSet<>();
    private boolean lost;

    private FirewallSocket(SystemCalls sys, NetlinkSocket socket) {
        this.socket = socket;
        var notices = new Dialogue.Overheard() {
            @Override
            public void hear(Message message) {
                FirewallSocket.this.hear(message);
            }

            @Override
            public void lost() {
                lost = true;
            }
        };
        dialogue = new Dialogue(sys, socket, NftRequests.QUESTION_BYTES_MAX, notices);
        requests = new NftRequests(batch, dialogue.sequence());
    }

    static FirewallSocket open(SystemCalls sys) {
        var socket = NetlinkSocket.open(sys, NETLINK_NETFILTER, GROUPS, RECEIVE_BUFFER_BYTES);
        socket.roomToSend(2 * BATCH_BYTES);
        return new FirewallSocket(sys, socket);
    }

    int fd() {
        return socket.fd();
    }

    private void hear(Message message) {
        if (message.port() != socket.port()) {
            NftReply.tableOf(message).ifPresent(touched::add);
        }
    }

    /** Whether somebody else changed one of these, or may have, since this was last asked. */
    boolean othersChanged(Set<TableId> tables) {
        for (var got = socket.receive(); got != Reception.NOTHING; got = socket.receive()) {
            if (got == Reception.LOST) {
                lost = true;
            } else {
                socket.messages().forEach(this::hear);
            }
        }
        boolean changed = lost || touched.stream().anyMatch(tables::contains);
        lost = false;
        touched.clear();
        return changed;
    }

    /** What stands there. */
    TableView read(TableId table) throws Dialogue.Refused {
        var replies = new ArrayList<NftReply>();
        replies.addAll(dump("NFT_MSG_GETTABLE", (out, number) -> NftRequests.dumpTables(out, number, table)));
        if (replies.stream().noneMatch(reply -> reply.table().equals(table))) {
            return TableView.absent(table);
        }
        replies.addAll(dump("NFT_MSG_GETCHAIN", (out, number) -> NftRequests.dumpChains(out, number, table)));
        try {
            replies.addAll(dump("NFT_MSG_GETRULE", (out, number) -> NftRequests.dumpRules(out, number, table)));
            var sets = dump("NFT_MSG_GETSET", (out, number) -> NftRequests.dumpSets(out, number, table));
            replies.addAll(sets);
            for (var reply : sets) {
                if (reply instanceof NftReply.Set set
                        && set.table().equals(table)
                        && (set.name().equals(NftRequests.ADDRESSES)
                                || set.name().equals(NftRequests.LINK_LOCAL))) {
                    replies.addAll(dump(
                            "NFT_MSG_GETSETELEM",
                            (out, number) -> NftRequests.dumpElements(out, number, table, set.name())));
                }
            }
        } catch (Dialogue.Refused gone) {
            if (gone.errno() != Errno.ENOENT) {
                throw gone;
            }
            return TableView.absent(table); // somebody took it away meanwhile, and that is heard too
        }
        return TableView.of(table, replies);
    }

    /** One that was interrupted is asked for again: entries may be missing. */
    private List<NftReply> dump(String name, ObjIntConsumer<MessageWriter> writer) throws Dialogue.Refused {
        var answer = dialogue.exchange(name, true, writer, NftReply::decode);
        for (int i = 0; i < UNSTEADY_MAX && answer.isInterrupted(); i++) {
            answer = dialogue.exchange(name, true, writer, NftReply::decode);
        }
        return answer.parts();
    }

    /** Does all that {@code writes} asks for, or nothing of it: 0, or the errno of what the kernel refused. */
    Acknowledgement transact(Consumer<NftRequests> writes) {
        batch.clear();
        requests.beginBatch();
        writes.accept(requests);
        batch.acknowledge();
        requests.endBatch();
        int errno = socket.send(batch.datagram());
        return errno == 0 ? answer() : new Acknowledgement(errno, "the whole send was refused");
    }

    /** The kernel has answered all of it when the send returns. */
    private Acknowledgement answer() {
        Acknowledgement refused = null;
        boolean done = false;
        for (var got = socket.receive(); got != Reception.NOTHING; got = socket.receive()) {
            if (got == Reception.LOST) {
                lost = true;
                continue;
            }
            for (var message : socket.messages()) {
                if (message.type() == Message.ERROR && message.port() == socket.port()) {
                    var answer = Acknowledgement.decode(message);
                    done |= answer.errno() == 0;
                    refused = answer.errno() != 0 && refused == null ? answer : refused;
                } else {
                    hear(message);
                }
            }
        }
        return refused != null
                ? refused
                : done ? new Acknowledgement(0, "") : new Acknowledgement(Errno.ENOBUFS, "acknowledgement lost");
    }

    @Override
    public void close() {
        socket.close();
    }
}
