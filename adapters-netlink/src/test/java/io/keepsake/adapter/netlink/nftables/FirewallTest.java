package io.keepsake.adapter.netlink.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.adapter.netlink.Inbox;
import io.keepsake.adapter.netlink.Network;
import io.keepsake.adapter.netlink.RouteNetlink.Requested;
import io.keepsake.core.effect.Effect.AddBlock;
import io.keepsake.core.effect.Effect.RemoveBlock;
import io.keepsake.core.event.FirewallEvent.BlocksRead;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.OutcomeEvent.PartFailed;
import io.keepsake.core.value.Block;
import io.keepsake.core.value.FirewallTable;
import io.keepsake.core.value.Ip;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables in the kernel's packet filter, as {@code nft} shows them. */
class FirewallTest {
    private static final Block IPV4 = new Block(FirewallTable.DEFAULT, Ip.parse("10.9.0.50"), "");
    private static final Block IPV6 = new Block(FirewallTable.DEFAULT, Ip.parse("2001:db8::50"), "");
    private static final Block OF_LINK = new Block(FirewallTable.DEFAULT, Ip.parse("fe80::50"), "left");

    private final Network network = new Network();
    private final Inbox inbox = new Inbox();
    private final FirewallNetlink firewall = opened();
    private long effect;

    private FirewallNetlink opened() {
        network.veth("left", "right");
        return network.on(() -> FirewallNetlink.open(inbox));
    }

    @AfterEach
    void close() {
        firewall.close();
        network.close();
    }

    private void add(Block... blocks) {
        var changes = new ArrayList<Requested>();
        for (var block : blocks) {
            changes.add(new Requested(++effect, new AddBlock(block)));
        }
        firewall.apply(changes);
        for (long answered = effect - blocks.length + 1; answered <= effect; answered++) {
            assertEquals(new EffectApplied(answered), inbox.next());
        }
    }

    private void remove(Block... blocks) {
        for (var block : blocks) {
            firewall.apply(List.of(new Requested(++effect, new RemoveBlock(block.key()))));
            assertEquals(new EffectApplied(effect), inbox.next());
        }
    }

    private String nft(String words) {
        return network.run(List.of("nft", "-f", "-"), words + "\n");
    }

    private String ruleset() {
        return nft("list ruleset");
    }

    private List<Block> read() {
        firewall.read(List.of("keepalived"));
        return inbox.until(BlocksRead.class, _ -> true).blocks();
    }

    @Test
    void tables_stand_while_they_drop_something() {
        add(IPV4, IPV6, OF_LINK);
        assertEquals("""
                table ip keepalived {
                	set vips {
                		type ipv4_addr
                		elements = { 10.9.0.50 }
                	}

                	chain in {
                		type filter hook input priority filter - 1; policy accept;
                		ip daddr @vips drop
                	}

                	chain out {
                		type filter hook output priority filter - 1; policy accept;
                		ip saddr @vips drop
                	}
                }
                table ip6 keepalived {
                	set vips {
                		type ipv6_addr
                		elements = { 2001:db8::50 }
                	}

                	set vips_link_local {
                		type ipv6_addr . ifname
                		elements = { fe80::50 . "left" }
                	}

                	chain in {
                		type filter hook input priority filter - 1; policy accept;
                		icmpv6 type 135-136 accept
                		ip6 daddr . iifname @vips_link_local drop
                		ip6 daddr @vips drop
                	}

                	chain out {
                		type filter hook output priority filter - 1; policy accept;
                		icmpv6 type 135-136 accept
                		ip6 saddr . oifname @vips_link_local drop
                		ip6 saddr @vips drop
                	}
                }
                """, ruleset());
        assertEquals(List.of(IPV4, IPV6, OF_LINK), read());
        remove(IPV6, OF_LINK);
        assertTrue(!ruleset().contains("ip6"), ruleset());
        remove(IPV4, IPV4);
        assertEquals("", ruleset());
        assertEquals(List.of(), read());
    }

    @Test
    void a_table_is_made_as_it_is_wanted() {
        var form = new FirewallTable("mine", 5, true, true);
        var index = network.ip("-o link show left").split(":", 2)[0];
        var block = new Block(form, Ip.parse("fe80::50"), index);
        add(block, new Block(form, Ip.parse("2001:db8::1"), ""));
        var ruleset = ruleset();
        assertTrue(ruleset.contains("table ip6 mine"), ruleset);
        assertTrue(ruleset.contains("fe80::50 . \"left\""), ruleset);
        assertTrue(ruleset.contains("hook input priority filter + 5"), ruleset);
        assertTrue(ruleset.contains("ip6 daddr . iif @vips_link_local counter packets 0 bytes 0 drop"), ruleset);
        firewall.read(List.of("mine"));
        assertEquals(2, inbox.until(BlocksRead.class, _ -> true).blocks().size());

        var otherwise = new Block(new FirewallTable("mine", -7, false, false), Ip.parse("2001:db8::2"), "");
        add(otherwise);
        var told = inbox.until(BlocksRead.class, _ -> true).blocks();
        // the address of a link was named by its index, and nobody knows its name
        assertEquals(List.of(new Block(otherwise.table(), Ip.parse("2001:db8::1"), ""), otherwise), told);
        assertTrue(ruleset().contains("hook output priority filter - 7"), ruleset());
    }

    @Test
    void what_others_do_to_it_is_told_and_can_be_mended() {
        add(IPV4, IPV6);
        nft("delete element ip keepalived vips { 10.9.0.50 }");
        assertEquals(List.of(IPV6), inbox.until(BlocksRead.class, _ -> true).blocks());
        add(IPV4);
        nft("delete table ip6 keepalived");
        assertEquals(List.of(IPV4), inbox.until(BlocksRead.class, _ -> true).blocks());
        nft("flush chain ip keepalived in");
        var left = inbox.until(BlocksRead.class, _ -> true).blocks();
        assertEquals(List.of(new Block(FirewallTable.otherwise("keepalived"), IPV4.ip(), "")), left);
        add(IPV4);
        assertTrue(ruleset().contains("ip daddr @vips drop"), ruleset());
        nft("add table ip other");
        nft("delete table ip other");
        remove(IPV4);
        assertEquals("", ruleset());
    }

    @Test
    void what_keepalived_left_is_taken_over_and_goes() {
        nft("""
                table ip6 keepalived {
                    set vips { type ipv6_addr; elements = { 2001:db8::50 } }
                    set neighbor-discovery { type icmpv6_type; flags constant; elements = { nd-neighbor-solicit } }
                    set vips_link_local { type ipv6_addr . iface_index; elements = { fe80::50 . "left" } }
                    chain out_link_local { ip6 saddr . oif @vips_link_local drop; }
                    chain out { type filter hook output priority -1; policy accept; ip6 saddr @vips drop; }
                }""");
        var found = read();
        assertEquals(
                List.of("2001:db8::50", "fe80::50"),
                found.stream().map(block -> block.ip().toString()).toList());
        remove(found.toArray(Block[]::new));
        assertEquals("", ruleset());
    }

    @Test
    void a_table_of_somebody_else_is_left_alone() {
        nft("table ip keepalived { chain forward { type filter hook forward priority 0; policy drop; }; }");
        firewall.apply(List.of(new Requested(++effect, new AddBlock(IPV4))));
        var refused = inbox.until(EffectFailed.class, _ -> true);
        assertEquals(
                new EffectFailed(
                        effect,
                        17,
                        "nftables: block 10.9.0.50 in table keepalived: EEXIST (17): table ip keepalived has chain"
                                + " forward, which is not of this program; name another table with \"nftables NAME\""),
                refused);
        remove(IPV4);
        assertTrue(ruleset().contains("chain forward"), ruleset());
    }

    @Test
    void without_the_right_it_says_so() {
        try (var powerless = network.onThreadWithoutCapabilities(() -> FirewallNetlink.open(inbox))) {
            powerless.apply(List.of(new Requested(++effect, new AddBlock(IPV4))));
            var failed = inbox.until(PartFailed.class, _ -> true);
            assertEquals("nftables", failed.part());
            assertTrue(failed.reason().contains("EPERM"), failed.reason());
            assertEquals(125, inbox.until(EffectFailed.class, _ -> true).errno());
        }
    }

    @Test
    void thousands_fit() {
        var blocks = new ArrayList<Block>();
        for (int i = 0; i < 3_000; i++) {
            blocks.add(new Block(FirewallTable.DEFAULT, Ip.v4(0x0a10_0000 + i), ""));
        }
        add(blocks.toArray(Block[]::new));
        assertEquals(blocks, read());
        var changes = new ArrayList<Requested>();
        blocks.forEach(block -> changes.add(new Requested(++effect, new RemoveBlock(block.key()))));
        firewall.apply(changes);
        inbox.until(EffectApplied.class, e -> e.effect() == effect);
        assertEquals("", ruleset());
    }
}
