package io.keepsake.adapter.netlink.nftables.wire;

import io.keepsake.adapter.netlink.wire.MessageWriter;

/** Writes the expressions of a rule, one after another, into the message that was begun. */
final class Expressions {
    private final MessageWriter out;

    Expressions(MessageWriter out) {
        this.out = out;
    }

    private int[] begin(String name) {
        int element = out.beginNest(NftNumbers.NFTA_LIST_ELEM);
        out.attribute(NftNumbers.NFTA_EXPR_NAME, name);
        return new int[] {element, out.beginNest(NftNumbers.NFTA_EXPR_DATA)};
    }

    private Expressions end(int[] nests) {
        out.endNest(nests[1]).endNest(nests[0]);
        return this;
    }

    Expressions payload(int base, int offset, int bytes) {
        var nests = begin("payload");
        out.inNetworkOrder(NftNumbers.NFTA_PAYLOAD_DREG, NftNumbers.NFT_REG_1)
                .inNetworkOrder(NftNumbers.NFTA_PAYLOAD_BASE, base)
                .inNetworkOrder(NftNumbers.NFTA_PAYLOAD_OFFSET, offset)
                .inNetworkOrder(NftNumbers.NFTA_PAYLOAD_LEN, bytes);
        return end(nests);
    }

    Expressions meta(int key, int register) {
        var nests = begin("meta");
        out.inNetworkOrder(NftNumbers.NFTA_META_KEY, key).inNetworkOrder(NftNumbers.NFTA_META_DREG, register);
        return end(nests);
    }

    /** Compares one byte. */
    Expressions compare(int operation, int value) {
        var nests = begin("cmp");
        out.inNetworkOrder(NftNumbers.NFTA_CMP_SREG, NftNumbers.NFT_REG_1)
                .inNetworkOrder(NftNumbers.NFTA_CMP_OP, operation);
        int data = out.beginNest(NftNumbers.NFTA_CMP_DATA);
        out.attribute(NftNumbers.NFTA_DATA_VALUE, (byte) value).endNest(data);
        return end(nests);
    }

    Expressions lookup(String set) {
        var nests = begin("lookup");
        out.attribute(NftNumbers.NFTA_LOOKUP_SET, set)
                .inNetworkOrder(NftNumbers.NFTA_LOOKUP_SREG, NftNumbers.NFT_REG_1);
        return end(nests);
    }

    Expressions counter() {
        return end(begin("counter"));
    }

    Expressions verdict(int code) {
        var nests = begin("immediate");
        out.inNetworkOrder(NftNumbers.NFTA_IMMEDIATE_DREG, NftNumbers.NFT_REG_VERDICT);
        int data = out.beginNest(NftNumbers.NFTA_IMMEDIATE_DATA);
        int verdict = out.beginNest(NftNumbers.NFTA_DATA_VERDICT);
        out.inNetworkOrder(NftNumbers.NFTA_VERDICT_CODE, code).endNest(verdict).endNest(data);
        return end(nests);
    }
}
