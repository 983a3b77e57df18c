package io.keepsake.testkit.scenario;

import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.world.ScenarioNode;
import java.util.List;

/**
 * Somebody else's hand on the IPVS table, and what the next reading tells of it.
 *
 * <pre>
 * drift delete tcp:10.0.0.100:80 [10.0.0.1:80]
 * drift weight tcp:10.0.0.100:80 10.0.0.1:80 7
 * drift clear
 * </pre>
 */
final class Drift {
    private Drift() {}

    static void of(ScenarioNode node, List<String> words) {
        switch (words.getFirst()) {
            case "clear" -> node.ipvs().keys().forEach(key -> delete(node, key));
            case "delete" -> {
                var key = ServiceKey.parse(words.get(1));
                if (words.size() == 2) {
                    delete(node, key);
                } else {
                    var at = Endpoint.parse(words.get(2));
                    node.ipvs().apply(new IpvsChange.RemoveDestination(key, at));
                    node.tell(new IpvsEvent.DestinationGone(key, at));
                }
            }
            case "weight" -> {
                var key = ServiceKey.parse(words.get(1));
                var changed = new Destination(
                        Endpoint.parse(words.get(2)), Forwarding.DR, Integer.parseInt(words.get(3)), 0, 0);
                node.ipvs().apply(new IpvsChange.EditDestination(key, changed));
                node.tell(new IpvsEvent.DestinationSeen(key, changed));
            }
            default -> throw new IllegalArgumentException("drift " + words + ": expected clear, delete or weight");
        }
    }

    private static void delete(ScenarioNode node, ServiceKey key) {
        node.ipvs().apply(new IpvsChange.RemoveService(key));
        node.tell(new IpvsEvent.ServiceGone(key));
    }
}
