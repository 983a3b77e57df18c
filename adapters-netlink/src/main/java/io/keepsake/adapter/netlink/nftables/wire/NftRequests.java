package io.keepsake.adapter.netlink.nftables.wire;

import static io.keepsake.adapter.netlink.nftables.wire.NftNumbers.NFTA_TABLE;

import io.keepsake.adapter.netlink.socket.Sequence;
import io.keepsake.adapter.netlink.wire.Message;
import io.keepsake.adapter.netlink.wire.MessageWriter;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.FirewallTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Writes what nf_tables is asked. A table of ours drops what goes to or comes from the addresses of its sets:
 *
 * <pre>
 * table ip6 keepalived {
 *     set vips             { type ipv6_addr }
 *     set vips_link_local  { type ipv6_addr . ifname }
 *     chain in  { type filter hook input priority -1
 *                 meta l4proto icmpv6, type 135 to 136 accept     neighbour discovery
 *                 ip6 daddr . iifname @vips_link_local drop
 *                 ip6 daddr @vips drop }
 *     chain out { the same of what is sent }
 * }
 * </pre>
 */
public final class NftRequests {
    public static final String ADDRESSES = "vips";
    public static final String LINK_LOCAL = "vips_link_local";
    public static final String IN = "in";
    public static final String OUT = "out";

    /** No question is longer. */
    public static final int QUESTION_BYTES_MAX = 1024;

    /** What a table takes in a transaction, without its elements. */
    public static final int TABLE_BYTES_MAX = 8 * 1024;

    /** What one element takes at most. */
    public static final int ELEMENT_BYTES_MAX = 48;

    /** An attribute has no room for more than some thousand. */
    private static final int ELEMENTS_MAX = 512;

    private static final int IPPROTO_ICMPV6 = 58;
    private static final int NEIGHBOUR_SOLICITATION = 135;
    private static final int NEIGHBOUR_ADVERTISEMENT = 136;

    private final MessageWriter out;
    private final Sequence sequence;

    /** Writes into {@code out}, each message with a number of {@code sequence}. */
    public NftRequests(MessageWriter out, Sequence sequence) {
        this.out = out;
        this.sequence = sequence;
    }

    private static int type(int message) {
        return NftNumbers.NFNL_SUBSYS_NFTABLES << 8 | message;
    }

    private static MessageWriter begin(MessageWriter out, int message, int flags, int sequence, int protocol) {
        return out.begin(type(message), Message.FLAG_REQUEST | flags, sequence)
                .octet(protocol)
                .octet(0)
                .octet(0)
                .octet(0);
    }

    private MessageWriter begin(int message, int flags, TableId table) {
        return begin(out, message, flags, sequence.next(), table.protocol()).attribute(NFTA_TABLE, table.name());
    }

    /** Everything up to {@link #endBatch} is done as a whole, or not at all. */
    public void beginBatch() {
        batch(NftNumbers.NFNL_MSG_BATCH_BEGIN);
    }

    public void endBatch() {
        batch(NftNumbers.NFNL_MSG_BATCH_END);
    }

    private void batch(int message) {
        out.begin(message, Message.FLAG_REQUEST, sequence.next())
                .octet(0)
                .octet(0)
                .octet(NftNumbers.NFNL_SUBSYS_NFTABLES >> 8)
                .octet(NftNumbers.NFNL_SUBSYS_NFTABLES)
                .end();
    }

    /** Takes the table away, with all that is in it. */
    public void removeTable(TableId table) {
        begin(NftNumbers.NFT_MSG_DELTABLE, 0, table).end();
    }

    /** Makes the table, with empty sets. */
    public void addTable(TableId table, FirewallTable form) {
        begin(NftNumbers.NFT_MSG_NEWTABLE, NftNumbers.NLM_F_CREATE, table).end();
        boolean ipv6 = table.family() == Family.IPV6;
        int address = ipv6 ? NftNumbers.TYPE_IP6ADDR : NftNumbers.TYPE_IPADDR;
        set(table, ADDRESSES, address, table.family().bytes(), 1);
        if (ipv6) {
            int link = form.byIndex() ? NftNumbers.TYPE_IFINDEX : NftNumbers.TYPE_IFNAME;
            int linkBytes = form.byIndex() ? Integer.BYTES : Element.NAME_BYTES;
            set(
                    table,
                    LINK_LOCAL,
                    address << NftNumbers.TYPE_BITS | link,
                    table.family().bytes() + linkBytes,
                    2);
        }
        chain(table, form, IN, NftNumbers.NF_INET_LOCAL_IN);
        chain(table, form, OUT, NftNumbers.NF_INET_LOCAL_OUT);
    }

    private void set(TableId table, String name, int keyType, int keyBytes, int id) {
        begin(NftNumbers.NFT_MSG_NEWSET, NftNumbers.NLM_F_CREATE, table)
                .attribute(NftNumbers.NFTA_SET_NAME, name)
                .inNetworkOrder(NftNumbers.NFTA_SET_FLAGS, 0)
                .inNetworkOrder(NftNumbers.NFTA_SET_KEY_TYPE, keyType)
                .inNetworkOrder(NftNumbers.NFTA_SET_KEY_LEN, keyBytes)
                .inNetworkOrder(NftNumbers.NFTA_SET_ID, id)
                .end();
    }

    private void chain(TableId table, FirewallTable form, String name, int hook) {
        begin(NftNumbers.NFT_MSG_NEWCHAIN, NftNumbers.NLM_F_CREATE, table).attribute(NftNumbers.NFTA_CHAIN_NAME, name);
        int nest = out.beginNest(NftNumbers.NFTA_CHAIN_HOOK);
        out.inNetworkOrder(NftNumbers.NFTA_HOOK_HOOKNUM, hook)
                .inNetworkOrder(NftNumbers.NFTA_HOOK_PRIORITY, form.priority())
                .endNest(nest);
        out.attribute(NftNumbers.NFTA_CHAIN_TYPE, "filter").end();
        boolean in = hook == NftNumbers.NF_INET_LOCAL_IN;
        if (table.family() == Family.IPV4) {
            rule(table, form, name, () -> address(in, 16, 12, 4).lookup(ADDRESSES), NftNumbers.NF_DROP);
            return;
        }
        int link = form.byIndex()
                ? in ? NftNumbers.NFT_META_IIF : NftNumbers.NFT_META_OIF
                : in ? NftNumbers.NFT_META_IIFNAME : NftNumbers.NFT_META_OIFNAME;
        rule(table, form, name, this::neighbourDiscovery, NftNumbers.NF_ACCEPT);
        rule(
                table,
                form,
                name,
                () -> address(in, 24, 8, 16).meta(link, NftNumbers.NFT_REG_2).lookup(LINK_LOCAL),
                NftNumbers.NF_DROP);
        rule(table, form, name, () -> address(in, 24, 8, 16).lookup(ADDRESSES), NftNumbers.NF_DROP);
    }

    private Expressions address(boolean in, int destinationAt, int sourceAt, int bytes) {
        return new Expressions(out)
                .payload(NftNumbers.NFT_PAYLOAD_NETWORK_HEADER, in ? destinationAt : sourceAt, bytes);
    }

    private Expressions neighbourDiscovery() {
        return new Expressions(out)
                .meta(NftNumbers.NFT_META_L4PROTO, NftNumbers.NFT_REG_1)
                .compare(NftNumbers.NFT_CMP_EQ, IPPROTO_ICMPV6)
                .payload(NftNumbers.NFT_PAYLOAD_TRANSPORT_HEADER, 0, 1)
                .compare(NftNumbers.NFT_CMP_GTE, NEIGHBOUR_SOLICITATION)
                .compare(NftNumbers.NFT_CMP_LTE, NEIGHBOUR_ADVERTISEMENT);
    }

    private interface Condition {
        Expressions write();
    }

    private void rule(TableId table, FirewallTable form, String chain, Condition condition, int verdict) {
        begin(NftNumbers.NFT_MSG_NEWRULE, NftNumbers.NLM_F_CREATE | NftNumbers.NLM_F_APPEND, table)
                .attribute(NftNumbers.NFTA_RULE_CHAIN, chain);
        int list = out.beginNest(NftNumbers.NFTA_RULE_EXPRESSIONS);
        var expressions = condition.write();
        if (form.counters()) {
            expressions.counter();
        }
        expressions.verdict(verdict);
        out.endNest(list).end();
    }

    /** The rules of a chain of ours, each by the names of its expressions. */
    public static List<List<String>> rules(Family family, boolean counters) {
        var all = family == Family.IPV4
                ? List.of(List.of("payload", "lookup"))
                : List.of(
                        List.of("meta", "cmp", "payload", "cmp", "cmp"),
                        List.of("payload", "meta", "lookup"),
                        List.of("payload", "lookup"));
        return all.stream()
                .map(rule -> {
                    var names = new ArrayList<>(rule);
                    if (counters) {
                        names.add("counter");
                    }
                    names.add("immediate");
                    return List.copyOf(names);
                })
                .toList();
    }

    /** Puts these into the sets of the table; one that is there already is no mistake. */
    public void addElements(TableId table, boolean byIndex, Collection<Element> elements) {
        elements(NftNumbers.NFT_MSG_NEWSETELEM, NftNumbers.NLM_F_CREATE, table, byIndex, elements);
    }

    /** Takes these, which are there, out of the sets of the table. */
    public void removeElements(TableId table, boolean byIndex, Collection<Element> elements) {
        elements(NftNumbers.NFT_MSG_DELSETELEM, 0, table, byIndex, elements);
    }

    private void elements(int message, int flags, TableId table, boolean byIndex, Collection<Element> elements) {
        var plain = elements.stream().filter(e -> !e.ofLink()).toList();
        var ofLink = elements.stream().filter(Element::ofLink).toList();
        for (int from = 0; from < plain.size(); from += ELEMENTS_MAX) {
            part(message, flags, table, ADDRESSES, byIndex, some(plain, from));
        }
        for (int from = 0; from < ofLink.size(); from += ELEMENTS_MAX) {
            part(message, flags, table, LINK_LOCAL, byIndex, some(ofLink, from));
        }
    }

    private static List<Element> some(List<Element> all, int from) {
        return all.subList(from, Math.min(all.size(), from + ELEMENTS_MAX));
    }

    private void part(int message, int flags, TableId table, String set, boolean byIndex, List<Element> elements) {
        begin(message, flags, table).attribute(NftNumbers.NFTA_SET_ELEM_LIST_SET, set);
        int list = out.beginNest(NftNumbers.NFTA_SET_ELEM_LIST_ELEMENTS);
        for (var element : elements) {
            int nest = out.beginNest(NftNumbers.NFTA_LIST_ELEM);
            int key = out.beginNest(NftNumbers.NFTA_SET_ELEM_KEY);
            out.attribute(NftNumbers.NFTA_DATA_VALUE, element.key(byIndex))
                    .endNest(key)
                    .endNest(nest);
        }
        out.endNest(list).end();
    }

    /** Asks for every table of the family. */
    public static void dumpTables(MessageWriter out, int sequence, TableId like) {
        dump(out, NftNumbers.NFT_MSG_GETTABLE, sequence, like).end();
    }

    /** Asks for every chain of the family: the kernel knows no narrower question. */
    public static void dumpChains(MessageWriter out, int sequence, TableId like) {
        dump(out, NftNumbers.NFT_MSG_GETCHAIN, sequence, like).end();
    }

    /** Asks for the rules of the table. */
    public static void dumpRules(MessageWriter out, int sequence, TableId table) {
        dump(out, NftNumbers.NFT_MSG_GETRULE, sequence, table)
                .attribute(NFTA_TABLE, table.name())
                .end();
    }

    /** Asks for the sets of the table. */
    public static void dumpSets(MessageWriter out, int sequence, TableId table) {
        dump(out, NftNumbers.NFT_MSG_GETSET, sequence, table)
                .attribute(NFTA_TABLE, table.name())
                .end();
    }

    /** Asks for what is in a set. */
    public static void dumpElements(MessageWriter out, int sequence, TableId table, String set) {
        dump(out, NftNumbers.NFT_MSG_GETSETELEM, sequence, table)
                .attribute(NFTA_TABLE, table.name())
                .attribute(NftNumbers.NFTA_SET_ELEM_LIST_SET, set)
                .end();
    }

    private static MessageWriter dump(MessageWriter out, int message, int sequence, TableId table) {
        return begin(out, message, Message.FLAG_DUMP, sequence, table.protocol());
    }
}
