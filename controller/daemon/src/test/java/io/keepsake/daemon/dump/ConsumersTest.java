package io.keepsake.daemon.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What programs that read dumps find in them, by what each looks for; written from what they do, none of it theirs. */
class ConsumersTest {
    private static final Pattern MEMBER = Pattern.compile("\"(\\w+)\":(\"(?:[^\"\\\\]|\\\\.)*\"|[-\\w.]+)");
    private static final Pattern OBJECT = Pattern.compile("\\{\"data\":\\{(.*?)\\},\"stats\":\\{(.*?)\\}\\}");

    private final Picture picture = Scene.picture();
    private final String data = DataDump.of(picture, ZoneOffset.UTC);
    private final String stats = StatsDump.of(picture.instances(), picture.counters());
    private final String json = JsonDump.of(picture, 1);

    /** Of each instance what stands behind {@code KEY = }; a line with less than three blanks ends it. */
    private static Map<String, Map<String, String>> instances(String dump) {
        var all = new LinkedHashMap<String, Map<String, String>>();
        Map<String, String> one = null;
        for (var line : dump.split("\n", -1)) {
            if (line.startsWith(" VRRP Instance") && line.contains("=")) {
                one = all.computeIfAbsent(after(line), _ -> new TreeMap<>());
            } else if (line.startsWith("   ") && one != null) {
                if (line.contains("=") && !line.startsWith("     ")) {
                    one.putIfAbsent(before(line), after(line));
                }
            } else if (!line.startsWith(" VRRP Version")) {
                one = null;
            }
        }
        return all;
    }

    private static String before(String line) {
        return line.substring(0, line.indexOf('=')).strip();
    }

    private static String after(String line) {
        return line.split("=", -1)[1].strip();
    }

    /** mehdy's exporter, by text: a state it does not know, or no number where it expects one, ends its scrape. */
    @Test
    void mehdysExporterFindsInstancesAndAddresses() {
        var states = List.of("INIT", "BACKUP", "MASTER", "FAULT");
        var found = new ArrayList<String>();
        instances(data).forEach((name, of) -> {
            int state = states.indexOf(of.get("State"));
            int wanted = states.indexOf(of.get("Wantstate"));
            int garp = Integer.parseInt(of.getOrDefault("Gratuitous ARP delay", ""));
            int vrid = Integer.parseInt(of.getOrDefault("Virtual Router ID", ""));
            found.add(name + " " + of.get("Interface") + " " + vrid + " " + state + wanted + " " + garp);
        });
        assertEquals(
                List.of("VI_1 eth0 51 22 5", "VI_2 eth0 52 22 5", "VI_6 eth0 53 11 5", "VI_N eth1 54 33 5"), found);

        var addresses = new ArrayList<String>();
        var list = "";
        for (var line : data.split("\n", -1)) {
            boolean member = line.startsWith("     ");
            list = member ? list : line.strip();
            if (member && list.matches("Virtual IP( \\(\\d+\\))?:")) {
                var words = line.strip().split(" ", -1);
                addresses.add(words[0] + " " + words[2]);
            }
        }
        assertEquals("192.0.2.100/24 eth0", addresses.getFirst());
        assertEquals(6, addresses.size());
    }

    /** mehdy's exporter: a script is GOOD or BAD, and idle, running or being ended. */
    @Test
    void mehdysExporterFindsScripts() {
        var found = new TreeMap<String, String>();
        var script = "";
        for (var line : data.split("\n", -1)) {
            if (line.startsWith(" VRRP Script")) {
                script = after(line);
            } else if (!line.startsWith("   ")) {
                script = "";
            } else if (!script.isEmpty() && (line.startsWith("   Status =") || line.startsWith("   State ="))) {
                found.merge(script, after(line), (one, other) -> one + " " + other);
            }
        }
        assertEquals(Map.of("chk", "GOOD idle"), found);
    }

    /** Both exporters and ncollectd: sections end with a colon, and every value is a whole number. */
    @Test
    void exportersFindEveryCounterInItsSection() {
        assertEquals(
                Map.of(
                        "Advertisements/Received", 3,
                        "Advertisements/Sent", 4 + (int) extra(),
                        "Packet Errors/Length", 1,
                        "Packet Errors/TTL", 1,
                        "Packet Errors/Invalid Type", 1,
                        "Packet Errors/Advertisement Interval", 1,
                        "Authentication Errors/Type Mismatch", 1,
                        "Authentication Errors/Failure", 8,
                        "Priority Zero/Received", 1),
                sections("VI_1").entrySet().stream()
                        .filter(entry -> entry.getValue() > 0 && entry.getKey().indexOf('/') > 0)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        assertEquals(2, sections("VI_1").get("Became master"));
        assertEquals(1, sections("VI_1").get("Released master"));
    }

    /** Adverts that it sent since it is master again. */
    private long extra() {
        return picture.counters().of(picture.instances().getFirst().name(), Counter.ADVERT_SENT) - 4;
    }

    private Map<String, Integer> sections(String instance) {
        var found = new TreeMap<String, Integer>();
        var name = "";
        var section = "";
        for (var line : stats.strip().split("\n", -1)) {
            var words = line.strip().split(":", -1);
            if (line.startsWith("VRRP Instance")) {
                name = words[1].strip();
            } else if (line.endsWith(":")) {
                section = words[0] + "/";
            } else {
                section = line.startsWith("    ") ? section : "";
                if (name.equals(instance)) {
                    found.put(section + words[0], Integer.parseInt(words[1].strip()));
                }
            }
        }
        return found;
    }

    /** gen2brain's exporter, by text: instances and counters are matched by their place, and the last must be ended. */
    @Test
    void gen2brainsExporterMatchesInstancesAndCountersByTheirPlace() {
        var of = instances(data);
        assertEquals(List.copyOf(of.keySet()), List.copyOf(names(stats)));
        assertTrue(data.substring(data.lastIndexOf("VRRP Instance =")).contains("\n------< "));
        of.values()
                .forEach(one -> Double.parseDouble(
                        one.getOrDefault("Last transition", "").split(" ", -1)[0]));
    }

    private static List<String> names(String stats) {
        return stats.lines()
                .filter(line -> line.startsWith("VRRP Instance:"))
                .map(line -> line.substring("VRRP Instance:".length()).strip())
                .toList();
    }

    /** gen2brain's exporter and VyOS: an array of version 1, whole numbers where they are expected, on one line. */
    @Test
    void exportersAndVyosReadTheArray() {
        assertTrue(json.startsWith("[{\"data\":{") && json.endsWith("}}]\n"));
        assertEquals(1, json.lines().count());
        var found = new ArrayList<String>();
        var objects = OBJECT.matcher(json);
        while (objects.find()) {
            var data = members(objects.group(1));
            var counters = members(objects.group(2));
            assertEquals(14, counters.size());
            counters.values().forEach(Long::parseLong);
            Double.parseDouble(data.getOrDefault("last_transition", ""));
            found.add(data.get("iname") + " " + data.get("ifp_ifname") + " "
                    + Integer.parseInt(data.getOrDefault("vrid", "")) + " "
                    + Integer.parseInt(data.getOrDefault("state", "")) + " "
                    + Integer.parseInt(data.getOrDefault("effective_priority", "")) + " "
                    + Integer.parseInt(data.getOrDefault("garp_delay", "")));
        }
        assertEquals(
                List.of(
                        "\"VI_1\" \"eth0\" 51 2 100 5",
                        "\"VI_2\" \"eth0\" 52 2 100 5",
                        "\"VI_6\" \"eth0\" 53 1 158 5",
                        "\"VI_N\" \"eth1\" 54 3 90 5"),
                found);
    }

    private static Map<String, String> members(String object) {
        var found = new LinkedHashMap<String, String>();
        var members = MEMBER.matcher(object);
        while (members.find()) {
            found.put(members.group(1), members.group(2));
        }
        return found;
    }

    @Test
    void theSecondVersionHoldsTheArrayAndTheProcesses() {
        var second = JsonDump.of(picture, 2);
        assertTrue(second.startsWith("{\"vrrp\":[{\"data\":{"));
        assertTrue(second.contains("],\"track_process\":[{\"process\":\"haproxy\",\"param_match\":\"none\""));
        assertTrue(second.contains("\"auth_failure\":8,\"auth_ext_missing\":0,"));
        assertTrue(second.contains("\"track_process\":[\"tp\"]"));
    }
}
