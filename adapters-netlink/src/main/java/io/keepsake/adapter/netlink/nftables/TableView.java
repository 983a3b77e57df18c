package io.keepsake.adapter.netlink.nftables;

import io.keepsake.adapter.netlink.nftables.wire.Element;
import io.keepsake.adapter.netlink.nftables.wire.NftReply;
import io.keepsake.adapter.netlink.nftables.wire.NftRequests;
import io.keepsake.adapter.netlink.nftables.wire.TableId;
import io.keepsake.core.value.Block;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.FirewallTable;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one table.
 *
 * @param present whether there is one
 * @param form how it is made; {@link FirewallTable#otherwise} when it does not do what ours do
 * @param stranger what stands in it that neither we nor keepalived put into such a table; null for nothing
 * @param sets the bytes of the keys of the sets that ours have, by their names
 */
record TableView(
        TableId id,
        boolean present,
        FirewallTable form,
        @Nullable String stranger,
        Map<String, Integer> sets,
        SortedSet<Element> elements) {
    /** Chains and sets that ours have, and beside them those of keepalived. */
    private static final Set<String> CHAINS =
            Set.of(NftRequests.IN, NftRequests.OUT, "in_link_local", "out_link_local");

    private static final Set<String> SETS = Set.of(NftRequests.ADDRESSES, NftRequests.LINK_LOCAL, "neighbor-discovery");

    private static final int INDEX_BYTES = Family.IPV6.bytes() + Integer.BYTES;

    TableView {
        sets = Map.copyOf(sets);
        elements = Collections.unmodifiableSortedSet(new TreeSet<>(elements));
    }

    static TableView absent(TableId id) {
        return new TableView(id, false, FirewallTable.otherwise(id.name()), null, Map.of(), new TreeSet<>());
    }

    /** One that we just made so. */
    static TableView made(TableId id, FirewallTable form, Collection<Element> elements) {
        return new TableView(id, true, form, null, setsOf(id.family(), form), new TreeSet<>(elements));
    }

    TableView with(Collection<Element> others) {
        return new TableView(id, present, form, stranger, sets, new TreeSet<>(others));
    }

    /** Whether it does what ours do, in whatever form. */
    boolean intact() {
        return present && !form.equals(FirewallTable.otherwise(id.name()));
    }

    /** Whether its link-local addresses go with the index of their link. */
    boolean byIndex() {
        return sets.getOrDefault(NftRequests.LINK_LOCAL, 0) == INDEX_BYTES;
    }

    /** What it drops. */
    Stream<Block> blocks() {
        return elements.stream().map(e -> new Block(form, e.ip(), e.zone()));
    }

    private static Map<String, Integer> setsOf(Family family, FirewallTable form) {
        return family == Family.IPV4
                ? Map.of(NftRequests.ADDRESSES, family.bytes())
                : Map.of(
                        NftRequests.ADDRESSES,
                        family.bytes(),
                        NftRequests.LINK_LOCAL,
                        form.byIndex() ? INDEX_BYTES : family.bytes() + 16);
    }

    /** What these say of it, of which those of other tables are passed over. */
    static TableView of(TableId id, List<NftReply> replies) {
        boolean present = false;
        var chains = new HashMap<String, NftReply.Chain>();
        var rules = new HashMap<String, List<List<String>>>();
        var sets = new HashMap<String, Integer>();
        var elements = new TreeSet<Element>();
        for (var reply : replies) {
            if (!reply.table().equals(id)) {
                continue;
            }
            switch (reply) {
                case NftReply.Table _ -> present = true;
                case NftReply.Chain chain -> chains.put(chain.name(), chain);
                case NftReply.Rule rule -> rules.merge(rule.chain(), List.of(rule.expressions()), TableView::joined);
                case NftReply.Set set -> sets.put(set.name(), set.keyBytes());
                case NftReply.Elements part -> {
                    if (part.set().equals(NftRequests.ADDRESSES) || part.set().equals(NftRequests.LINK_LOCAL)) {
                        elements.addAll(part.elements());
                    }
                }
            }
        }
        if (!present) {
            return absent(id);
        }
        return new TableView(id, true, form(id, chains, rules, sets), stranger(chains, sets), sets, elements);
    }

    private static List<List<String>> joined(List<List<String>> some, List<List<String>> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static @Nullable String stranger(Map<String, NftReply.Chain> chains, Map<String, Integer> sets) {
        return Stream.concat(
                        chains.keySet().stream()
                                .filter(c -> !CHAINS.contains(c))
                                .map(c -> "chain " + c),
                        sets.keySet().stream().filter(s -> !SETS.contains(s)).map(s -> "set " + s))
                .sorted()
                .findFirst()
                .orElse(null);
    }

    private static FirewallTable form(
            TableId id,
            Map<String, NftReply.Chain> chains,
            Map<String, List<List<String>>> rules,
            Map<String, Integer> sets) {
        var otherwise = FirewallTable.otherwise(id.name());
        var in = chains.get(NftRequests.IN);
        var out = chains.get(NftRequests.OUT);
        var here = rules.getOrDefault(NftRequests.IN, List.of());
        if (in == null || out == null || in.priority() != out.priority() || here.isEmpty()) {
            return otherwise;
        }
        boolean counters = here.getFirst().contains("counter");
        boolean byIndex = sets.getOrDefault(NftRequests.LINK_LOCAL, 0) == INDEX_BYTES;
        var form = new FirewallTable(id.name(), in.priority(), counters, byIndex);
        var wanted = NftRequests.rules(id.family(), counters);
        boolean same = in.isHookOf(NftRequests.IN)
                && out.isHookOf(NftRequests.OUT)
                && here.equals(wanted)
                && rules.getOrDefault(NftRequests.OUT, List.of()).equals(wanted)
                && new HashSet<>(sets.entrySet())
                        .containsAll(setsOf(id.family(), form).entrySet());
        return same ? form : otherwise;
    }
}
