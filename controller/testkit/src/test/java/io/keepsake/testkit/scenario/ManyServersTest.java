package io.keepsake.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.IpvsChange.AddService;
import io.keepsake.core.effect.Turn;
import io.keepsake.world.ScenarioNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A table of many virtual servers is compared in slices, none of which delays an advert. */
class ManyServersTest {
    private static final int SERVERS = 520;
    private static final int SLICE = 256;

    private final List<Turn> turns = new ArrayList<>();
    private final Scenario scenario = new Scenario(new ScenarioNode((_, turn, after) -> {
        turns.add(turn);
        last = after;
    }));
    private NodeState last = NodeState.INITIAL;

    private static List<String> config(String scheduler) {
        var servers = IntStream.range(0, SERVERS)
                .mapToObj(i -> "virtual_server 10.1." + i / 250 + "." + (1 + i % 250) + " 80 {\nlb_algo " + scheduler
                        + "\nlb_kind DR\nprotocol TCP\nreal_server 10.2.0.1 80 {\nTCP_CHECK {\n}\n}\n}")
                .collect(Collectors.joining("\n"));
        return List.of(
                "config",
                "vrrp_instance VI_1 {\ninterface eth0\nvirtual_router_id 51\npriority 255\n"
                        + "virtual_ipaddress {\n10.0.0.100\n}\n}",
                servers);
    }

    private List<Integer> services() {
        return turns.stream()
                .flatMap(t -> t.effects().stream())
                .filter(ProgramIpvs.class::isInstance)
                .map(e -> (int) ((ProgramIpvs) e)
                        .changes().stream().filter(AddService.class::isInstance).count())
                .toList();
    }

    @Test
    void aTurnComparesASliceAndTheNextFollowsWhenItIsAnswered() {
        scenario.answer(config("rr"));
        scenario.answer(List.of("kernel eth0 10.0.0.9/24", "recall"));
        assertEquals(List.of(SLICE, SLICE, SERVERS - 2 * SLICE), services());
        assertFalse(last.ipvs().pending().hasWork());
    }

    @Test
    void aComparisonThatFindsNothingGoesOnALittleLater() {
        scenario.answer(config("rr"));
        scenario.answer(List.of("recall"));
        turns.clear();
        var text = String.join("\n", config("rr"));
        scenario.answer(List.of(text.split("\n")));
        assertTrue(last.ipvs().pending().hasWork() || turns.size() > 2, "these are more than one slice");
        scenario.answer(List.of("wait 1"));
        assertFalse(last.ipvs().pending().hasWork());
        var moments = turns.stream().map(t -> t.recorded().at()).toList();
        assertEquals(3, new HashSet<>(moments).size(), "each slice at a time of its own: " + moments);
        assertEquals(List.of(), services());
    }

    @Test
    void noTurnThatSendsAdvertsCompares() {
        scenario.answer(config("rr"));
        scenario.answer(List.of("kernel eth0 10.0.0.9/24", "recall", "wait 1"));
        scenario.answer(config("wrr"));
        scenario.answer(List.of("wait 1"));
        scenario.answer(List.of("stop", "wait 2"));
        var both = turns.stream()
                .filter(t -> t.effects().stream().anyMatch(SendAdvert.class::isInstance))
                .filter(t -> t.effects().stream().anyMatch(ProgramIpvs.class::isInstance))
                .toList();
        assertEquals(List.of(), both);
        assertTrue(last.ipvs().seen().table().services().isEmpty(), "all is undone in the end");
        assertTrue(last.ended());
    }
}
