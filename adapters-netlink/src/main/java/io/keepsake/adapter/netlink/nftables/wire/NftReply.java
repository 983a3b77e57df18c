package io.keepsake.adapter.netlink.nftables.wire;

import io.keepsake.adapter.netlink.wire.Attributes;
import io.keepsake.adapter.netlink.wire.Message;
import io.keepsake.core.value.Family;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** What nf_tables says of a table and what is in it, as far as it is looked at here. */
public sealed interface NftReply {
    TableId table();

    record Table(TableId table) implements NftReply {}

    /**
     * One of its chains.
     *
     * @param hook -1 for a chain that no hook leads to
     */
    record Chain(TableId table, String name, int hook, int priority) implements NftReply {
        /** Whether it sees what our chain of this name sees. */
        public boolean isHookOf(String ours) {
            return hook == (ours.equals(NftRequests.IN) ? NftNumbers.NF_INET_LOCAL_IN : NftNumbers.NF_INET_LOCAL_OUT);
        }
    }

    /**
     * One of its rules.
     *
     * @param expressions by their names
     */
    record Rule(TableId table, String chain, List<String> expressions) implements NftReply {}

    record Set(TableId table, String name, int keyBytes) implements NftReply {}

    /** A part of what is in a set. */
    record Elements(TableId table, String set, List<Element> elements) implements NftReply {}

    /** The table that a message is about, whatever it says of it; nothing when it is about none. */
    static Optional<TableId> tableOf(Message message) {
        int kind = message.type() & 0xff;
        if (message.type() >> 8 != NftNumbers.NFNL_SUBSYS_NFTABLES
                || kind == NftNumbers.NFT_MSG_NEWGEN
                || message.payload().limit() < NftNumbers.HEADER_BYTES) {
            return Optional.empty();
        }
        var family =
                switch (message.payload().get(0)) {
                    case 2 -> Family.IPV4;
                    case 10 -> Family.IPV6;
                    default -> null;
                };
        return family == null
                ? Optional.empty()
                : attributes(message).text(NftNumbers.NFTA_TABLE).map(name -> new TableId(family, name));
    }

    private static Attributes attributes(Message message) {
        return Attributes.of(message.payload(), NftNumbers.HEADER_BYTES);
    }

    /** What the message says; nothing when it is of another kind, or damaged. */
    static Optional<NftReply> decode(Message message) {
        return tableOf(message).flatMap(table -> {
            var in = attributes(message);
            return switch (message.type() & 0xff) {
                case NftNumbers.NFT_MSG_NEWTABLE -> Optional.of(new Table(table));
                case NftNumbers.NFT_MSG_NEWCHAIN ->
                    in.text(NftNumbers.NFTA_CHAIN_NAME).map(name -> chain(table, name, in));
                case NftNumbers.NFT_MSG_NEWRULE ->
                    in.text(NftNumbers.NFTA_RULE_CHAIN).map(chain -> new Rule(table, chain, expressions(in)));
                case NftNumbers.NFT_MSG_NEWSET ->
                    in.text(NftNumbers.NFTA_SET_NAME)
                            .map(name -> new Set(table, name, in.inNetworkOrder(NftNumbers.NFTA_SET_KEY_LEN, 0)));
                case NftNumbers.NFT_MSG_NEWSETELEM ->
                    in.text(NftNumbers.NFTA_SET_ELEM_LIST_SET)
                            .map(set -> new Elements(table, set, elements(table.family(), in)));
                default -> Optional.empty();
            };
        });
    }

    private static NftReply chain(TableId table, String name, Attributes in) {
        return in.nest(NftNumbers.NFTA_CHAIN_HOOK)
                .map(hook -> new Chain(
                        table,
                        name,
                        hook.inNetworkOrder(NftNumbers.NFTA_HOOK_HOOKNUM, -1),
                        hook.inNetworkOrder(NftNumbers.NFTA_HOOK_PRIORITY, 0)))
                .orElse(new Chain(table, name, -1, 0));
    }

    private static List<String> expressions(Attributes in) {
        return in.nest(NftNumbers.NFTA_RULE_EXPRESSIONS).stream()
                .flatMap(list -> list.nests(NftNumbers.NFTA_LIST_ELEM).stream())
                .map(one -> one.text(NftNumbers.NFTA_EXPR_NAME).orElse(""))
                .toList();
    }

    private static List<Element> elements(Family family, Attributes in) {
        return in.nest(NftNumbers.NFTA_SET_ELEM_LIST_ELEMENTS).stream()
                .flatMap(list -> list.nests(NftNumbers.NFTA_LIST_ELEM).stream())
                .flatMap(one -> one.nest(NftNumbers.NFTA_SET_ELEM_KEY).stream())
                .flatMap(key -> key.find(NftNumbers.NFTA_DATA_VALUE).stream())
                .map(value -> value.order(ByteOrder.nativeOrder()))
                .map((ByteBuffer value) -> Element.of(family, value))
                .flatMap(Optional::stream)
                .toList();
    }
}
