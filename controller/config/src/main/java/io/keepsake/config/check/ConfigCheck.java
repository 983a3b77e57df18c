package io.keepsake.config.check;

import io.keepsake.config.check.InstanceCheck.CheckedInstance;
import io.keepsake.config.check.servers.ServersCheck;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.syntax.Vocabulary;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Secret;
import io.keepsake.core.value.Vrid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tree becomes the configuration. */
public final class ConfigCheck {
    private final Problems problems;
    private final List<Node> root;

    /** A configuration, and the secrets that belong to it but must not be in it. */
    public record Outcome(ControllerConfig config, Map<InstanceName, Secret> secrets) {}

    private record Place(InterfaceName link, Family family, Vrid vrid) {}

    public ConfigCheck(Problems problems, List<Node> root) {
        this.problems = problems;
        this.root = root;
    }

    /**
     * Checks the whole tree.
     *
     * @param hostName {@code router_id}, unless the file sets it
     */
    public Outcome check(String hostName) {
        new VocabularyCheck(problems).check(root, Vocabulary.root(), true);
        var defs = globalDefs();
        var values = new Values(problems, defs);
        var globals = new GlobalsCheck(problems, values).globals(hostName);
        var instances = instances(globals);
        warnOfSameVrid(instances);
        var configs = instances.stream().map(CheckedInstance::config).toList();
        var config = new ControllerConfig(
                globals.routerId(),
                globals.startupDelayNanos(),
                configs,
                new ServersCheck(problems, globals.servers(), root).servers(),
                new LvsCheck(problems, values).lvs(configs),
                ScriptRulesCheck.read(values),
                new MailCheck(problems, values, defs).mail(hostName));
        return new Outcome(config, secrets(instances));
    }

    private static Map<InstanceName, Secret> secrets(List<CheckedInstance> instances) {
        var secrets = new LinkedHashMap<InstanceName, Secret>();
        for (var instance : instances) {
            if (instance.secret() != null) {
                secrets.put(instance.config().name(), instance.secret());
            }
        }
        return secrets;
    }

    /** Several such blocks count as one. */
    private List<Node> globalDefs() {
        return root.stream()
                .filter(n -> n.name().equals("global_defs"))
                .flatMap(n -> n.children().stream())
                .toList();
    }

    private List<CheckedInstance> instances(Globals globals) {
        var instances = new ArrayList<CheckedInstance>();
        var names = new HashSet<String>();
        for (var node : root) {
            if (node.name().equals("vrrp_instance") && node.block() != null && isNew(node, names)) {
                var check = new InstanceCheck(problems, globals, node.values().getFirst(), node.children());
                var instance = check.instance();
                if (instance != null) {
                    instances.add(instance);
                }
            }
        }
        return instances;
    }

    private boolean isNew(Node node, Set<String> names) {
        if (node.values().isEmpty() || node.values().getFirst().text().isEmpty()) {
            problems.error(node.keyword().place(), "vrrp_instance needs a name, has none; it is left out");
            return false;
        }
        var name = node.values().getFirst();
        if (!names.add(name.text())) {
            problems.error(name.place(), "instance " + name.text() + " is here twice; the later one is left out");
            return false;
        }
        return true;
    }

    /** Both are kept: which one runs is decided where the interfaces are known. */
    private void warnOfSameVrid(List<CheckedInstance> instances) {
        var users = new HashMap<Place, InstanceConfig>();
        for (var instance : instances) {
            var config = instance.config();
            var place = new Place(config.link(), config.family(), config.vrid());
            @Nullable InstanceConfig other = users.putIfAbsent(place, config);
            if (other != null) {
                problems.warn(
                        instance.place(),
                        "instances " + other.name() + " and " + config.name() + " both use virtual_router_id "
                                + config.vrid() + " on " + config.link());
            }
        }
    }
}
