package io.keepsake.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages' bill of materials leaves out those of our modules that are in no package, and no other. */
class BillOfMaterialsTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern LEFT_OUT = Pattern.compile("<excludeArtifactId>([^<]*)</excludeArtifactId>");
    private static final Pattern OURS =
            Pattern.compile("<dependency><groupId>io\\.keepsake</groupId><artifactId>keepsake-([^<]*)</artifactId>(.*?)"
                    + "</dependency>");

    @Test
    void leavesOutWhatNoPackageHas() throws IOException {
        var packaged = new TreeSet<String>();
        for (var program : Set.of("daemon", "replay-tool", "web")) {
            packageWith(program, packaged);
        }
        var excluded = LEFT_OUT.matcher(Files.readString(ROOT.resolve("pom.xml")));
        if (!excluded.find()) {
            throw new IllegalStateException("no excludeArtifactId");
        }
        var rest = modules();
        rest.removeAll(packaged);
        assertEquals(
                rest,
                Stream.of(excluded.group(1).split(","))
                        .map(name -> name.replaceFirst("^keepsake-", ""))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Path pom(String module) {
        var inner = ROOT.resolve("controller").resolve(module).resolve("pom.xml");
        return Files.exists(inner) ? inner : ROOT.resolve(module).resolve("pom.xml");
    }

    private static void packageWith(String module, Set<String> packaged) throws IOException {
        if (packaged.add(module)) {
            var needed = OURS.matcher(Files.readString(pom(module)));
            while (needed.find()) {
                if (!needed.group(2).contains("<scope>test</scope>")) {
                    packageWith(needed.group(1), packaged);
                }
            }
        }
    }

    private static Set<String> modules() throws IOException {
        var modules = new TreeSet<String>();
        for (var above : Set.of(ROOT.resolve("pom.xml"), ROOT.resolve("controller/pom.xml"))) {
            Pattern.compile("<module>([^<]*)</module>")
                    .matcher(Files.readString(above))
                    .results()
                    .map(match -> match.group(1))
                    .filter(name -> !name.equals("controller"))
                    .forEach(modules::add);
        }
        return modules;
    }
}
