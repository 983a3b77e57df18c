package io.keepsake.config.check;

import io.keepsake.config.check.InstanceCheck.CheckedInstance;
import io.keepsake.config.check.servers.ServersCheck;
import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.process.DumpChoices;
import io.keepsake.config.process.ElectionThread;
import io.keepsake.config.process.ProcessScripts;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.syntax.Vocabulary;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceAddress;
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
    private static final InterfaceName DEFAULT_LINK = new InterfaceName("eth0");

    private final Problems problems;
    private final List<Node> root;

    /**
     * A configuration, and the secrets that belong to it but must not be in it.
     *
     * @param instancesOut how many more instances are written
     * @param serversOut how many more virtual servers are written
     */
    public record Outcome(
            ControllerConfig config,
            Map<InstanceName, Secret> secrets,
            ElectionThread thread,
            ProcessScripts scripts,
            DumpChoices dumps,
            @Nullable String netNamespace,
            int instancesOut,
            int serversOut) {}

    /** What adverts have in common whatever they are sent to. */
    private record Wire(InterfaceName link, Family family, Vrid vrid) {}

    public ConfigCheck(Problems problems, List<Node> root) {
        this.problems = problems;
        this.root = root;
    }

    /**
     * Checks the whole tree.
     *
     * @param hostName {@code router_id}, unless the file sets it
     * @param links the interfaces that there are; null when nobody knows
     * @param addresses those of this host, by interface; empty when nobody knows
     * @param tables the numbers of routing tables by their names
     * @param file the main file
     */
    public Outcome check(
            String hostName,
            @Nullable Set<String> links,
            Map<String, List<InterfaceAddress>> addresses,
            Map<String, Long> tables,
            String file) {
        new VocabularyCheck(problems).check(root, Vocabulary.root(), true);
        var defs = globalDefs();
        var values = new Values(problems, defs);
        var globals = new GlobalsCheck(problems, values).globals(hostName);
        var scripts = new VrrpScriptsCheck(problems, root);
        var files = new TrackFilesCheck(problems, root);
        var processes = new TrackProcessesCheck(problems, root);
        var mail = new MailCheck(problems, values, defs).mail(hostName);
        var fifos = FifosCheck.read(problems, values);
        var notifications = new NotificationsCheck(problems, globals, fifos, mail);
        var there = new LinksCheck(problems, links, values.last("dynamic_interfaces") != null);
        var routing = new RoutingCheck(problems, there, tables, root);
        var written = instances(globals, there, scripts, files, processes, notifications, routing);
        var groupsCheck = new SyncGroupsCheck(
                problems,
                there,
                scripts,
                files,
                processes,
                notifications,
                written.stream().map(CheckedInstance::config).toList());
        var groups = groupsCheck.groups(root);
        var instances = written.stream().map(groupsCheck::grouped).toList();
        warnOfSameVrid(instances);
        var configs = instances.stream().map(CheckedInstance::config).toList();
        var servers = new ServersCheck(problems, globals.servers(), root);
        var config = ControllerConfig.named(globals.routerId())
                .startupDelayNanos(globals.startupDelayNanos())
                .instances(configs)
                .virtualServers(servers.servers())
                .lvs(new LvsCheck(problems, values).lvs(configs, root))
                .scripts(ScriptRulesCheck.read(values))
                .mail(mail)
                .vrrpScripts(scripts.tracked(configs, groups))
                .fifos(fifos)
                .syncGroups(groups)
                .trackFiles(files.tracked(configs, groups))
                .trackProcesses(processes.tracked(configs, groups))
                .noHandover(values.bare("no_handover"))
                .delayAfterBootNanos(afterBoot(values))
                .garpPaces(GarpPacesCheck.read(problems, root, values))
                .firewall(new FirewallCheck(problems, values).table())
                .tellsUnknownVrids(values.bare("log_unknown_vrids"))
                .statesOnReload(values.bare("fifo_write_vrrp_states_on_reload"))
                .linkDelays(LinkDelaysCheck.read(problems, root, there, configs))
                .statics(routing.statics(root, configs, defaultLink(values)))
                .build();
        boolean waits = config.startupDelayNanos() > 0 || config.delayAfterBootNanos() > 0;
        // of another namespace nobody knows what stands there
        var networks = Networks.of(netNamespace() == null ? addresses : Map.of(), configs);
        var traps = new TrapsCheck(problems);
        traps.look(instances, config.vrrpScripts(), waits, networks);
        traps.servers(instances, config.virtualServers());
        int instancesWritten = written("vrrp_instance", root);
        int serversWritten = written("virtual_server", root);
        if (configs.isEmpty() && config.virtualServers().isEmpty() && !problems.hasFatal()) {
            nothingToRun(file, instancesWritten + serversWritten);
        }
        return new Outcome(
                config,
                secrets(instances),
                ElectionThreadCheck.read(problems, values),
                new ProcessScriptsCheck(problems, values).scripts(),
                new DumpsCheck(problems, values).choices(),
                netNamespace(),
                instancesWritten - configs.size(),
                serversWritten - servers.used());
    }

    /** {@code default_interface}: where static addresses stand that name no interface. */
    private InterfaceName defaultLink(Values values) {
        var word = values.value("default_interface");
        var named = word == null ? null : Values.interfaceName(problems, word, "taken as " + DEFAULT_LINK);
        return named == null ? DEFAULT_LINK : named;
    }

    /** The first counts, as in keepalived. */
    private @Nullable String netNamespace() {
        for (var node : root) {
            if (node.name().equals("net_namespace")) {
                var name = new Values(problems, root).first(node);
                return name == null ? null : name.text();
            }
        }
        return null;
    }

    private static long afterBoot(Values values) {
        var delay = values.nanos("vrrp_delay_after_boot", "0", "86400", "ignored");
        return delay == null ? 0 : delay;
    }

    private void nothingToRun(String file, int written) {
        var place = Place.ofFile(file);
        if (written == 0) {
            problems.error(
                    place,
                    "nothing to run: there is no vrrp_instance and no virtual_server",
                    "a start waits for a reload of a file that has one");
        } else {
            problems.error(
                    place,
                    "nothing to run: every vrrp_instance and virtual_server is left out",
                    "a start waits for a reload of a better file");
        }
    }

    /** How many blocks {@code keyword} are written, also where a forgotten brace has swallowed them. */
    private static int written(String keyword, List<Node> nodes) {
        int count = 0;
        for (var node : nodes) {
            count += (node.name().equals(keyword) ? 1 : 0) + written(keyword, node.children());
        }
        return count;
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

    private List<CheckedInstance> instances(
            Globals globals,
            LinksCheck links,
            VrrpScriptsCheck scripts,
            TrackFilesCheck files,
            TrackProcessesCheck processes,
            NotificationsCheck notifications,
            RoutingCheck routing) {
        var instances = new ArrayList<CheckedInstance>();
        var names = new HashSet<String>();
        for (var node : root) {
            if (node.name().equals("vrrp_instance") && node.block() != null && isNew(node, names)) {
                var check = new InstanceCheck(
                        problems,
                        globals,
                        links,
                        scripts,
                        files,
                        processes,
                        notifications,
                        routing,
                        node.values().getFirst(),
                        node.children());
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
        if (node.values().size() > 1) {
            problems.warn(
                    node.values().get(1).place(),
                    "a vrrp_instance has one name, was more; instance " + name.text()
                            + " runs here, and keepalived leaves it out",
                    "remove the other word, or the whole instance if it is not to run");
        }
        return true;
    }

    /** Both are kept: which one runs is decided where the interfaces are known. */
    private void warnOfSameVrid(List<CheckedInstance> instances) {
        var users = new HashMap<Wire, List<InstanceConfig>>();
        for (var instance : instances) {
            var config = instance.config();
            var others = users.computeIfAbsent(
                    new Wire(config.link(), config.family(), config.vrid()), _ -> new ArrayList<>());
            others.stream()
                    .filter(other -> alike(other, config))
                    .findFirst()
                    .ifPresent(other -> problems.warn(
                            instance.place(),
                            "instances " + other.name() + " and " + config.name() + " both use virtual_router_id "
                                    + config.vrid() + " on " + config.link()
                                    + " and nothing tells their adverts apart; only one of them runs",
                            "give one another virtual_router_id, mcast_dst_ip, unicast_src_ip or unicast_peer"));
            others.add(config);
        }
    }

    /** Whether an advert could be for either: by the group, or by the peer it comes from and the address it goes to. */
    private static boolean alike(InstanceConfig one, InstanceConfig other) {
        if (one.unicast() != other.unicast()) {
            return false;
        }
        if (!one.unicast()) {
            return one.group().equals(other.group());
        }
        boolean sameSource =
                one.source() == null || other.source() == null || one.source().equals(other.source());
        return sameSource && one.unicastPeers().stream().anyMatch(other.unicastPeers()::contains);
    }
}
