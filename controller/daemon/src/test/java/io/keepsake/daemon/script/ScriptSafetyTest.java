package io.keepsake.daemon.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.ScriptRules;
import io.keepsake.core.value.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Below /var/lib, since everybody may write /tmp. */
class ScriptSafetyTest {
    private static final ScriptRules SECURE = new ScriptRules(null, null, true);

    private final List<String> warnings = new ArrayList<>();

    @TempDir
    Path etc;

    private Path safe = Path.of("/");

    @BeforeEach
    void makeDirectory() throws IOException {
        safe = Files.createTempDirectory(Path.of("/var/lib"), "keepsake-test");
        Files.setPosixFilePermissions(safe, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(
                etc.resolve("passwd"), "root:x:0:0:root:/root:/bin/sh\noperator:x:1234:77::/home/op:/bin/sh\n");
        Files.writeString(etc.resolve("group"), "root:x:0:\nadmins:x:88:operator\n");
    }

    @AfterEach
    void removeDirectory() throws IOException {
        try (var files = Files.walk(safe)) {
            for (var file : files.toList().reversed()) {
                Files.delete(file);
            }
        }
    }

    private ScriptSafety safety() {
        return new ScriptSafety(new Accounts(etc, warnings::add), safe + ":/usr/bin:/bin");
    }

    private Path file(Path path, String mode) throws IOException {
        Files.writeString(path, "#!/bin/sh\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        return path;
    }

    private static Script script(Object program, String... arguments) {
        var words = new ArrayList<>(List.of(program.toString()));
        words.addAll(List.of(arguments));
        return new Script(words, null, null);
    }

    private void refused(String reason, Script script, ScriptRules rules) {
        var defect = safety().defect(script, rules);
        assertTrue(defect != null && defect.contains(reason), () -> "expected \"" + reason + "\", was " + defect);
    }

    @Test
    void whatCannotRunIsNamed() throws IOException {
        refused("does not exist", script(safe.resolve("missing")), ScriptRules.NONE);
        refused("is not executable", script(file(safe.resolve("plain"), "rw-r--r--")), ScriptRules.NONE);
        refused("is not a file", script(safe), ScriptRules.NONE);
        refused("no program frobnicate in", script("frobnicate"), ScriptRules.NONE);
        refused("neither an absolute path", script("./here"), ScriptRules.NONE);
        var roots = file(safe.resolve("roots"), "rwx------");
        refused(
                "not executable for operator",
                new Script(List.of(roots.toString()), "operator", null),
                ScriptRules.NONE);
        refused("there is no user nosuchuser", new Script(List.of("true"), "nosuchuser", null), ScriptRules.NONE);
        refused(
                "there is no group nosuchgroup",
                new Script(List.of("true"), "operator", "nosuchgroup"),
                ScriptRules.NONE);
    }

    @Test
    void aNameIsSearchedAsTheSystemDoes() throws Exception {
        var here = file(safe.resolve("keepsake-probe"), "rwxr-xr-x");
        assertEquals(
                here.toString(),
                safety().permit(script("keepsake-probe"), ScriptRules.NONE).program());
    }

    @Test
    void theUserIsTheScriptsThenTheRulesThenTheUsualThenOurs() throws Exception {
        var rules = new ScriptRules("operator", "admins", false);
        assertEquals(
                new Account("root", 0, 0, "/root", true),
                safety().permit(new Script(List.of("true"), "root", null), rules)
                        .account());
        assertEquals(
                new Account("operator", 1234, 88, "/home/op", true),
                safety().permit(script("true"), rules).account());
        assertEquals(
                new Account("operator", 1234, 88, "/home/op", true),
                safety().permit(new Script(List.of("true"), "1234", "88"), ScriptRules.NONE)
                        .account());
        assertEquals(List.of(), warnings);

        var ours = safety();
        assertEquals(0, ours.permit(script("true"), ScriptRules.NONE).account().uid());
        ours.permit(script("true"), ScriptRules.NONE);
        assertEquals(1, warnings.size(), "running as root is worth one warning");

        Files.writeString(etc.resolve("passwd"), "keepalived_script:x:4321:43::/nowhere:/bin/sh\n");
        assertEquals(
                new Account("keepalived_script", 4321, 43, "/nowhere", true),
                safety().permit(script("true"), ScriptRules.NONE).account());
    }

    @Test
    void whatEtcDoesNotKnowGetentMay() throws Exception {
        Files.writeString(etc.resolve("passwd"), "");
        var account = safety().permit(new Script(List.of("true"), "nobody", null), ScriptRules.NONE)
                .account();
        assertEquals(65_534, account.uid());
        assertTrue(account.listed());
    }

    @Test
    void rootRunsOnlyWhatOnlyRootCanWrite() throws IOException {
        var good = file(safe.resolve("good"), "rwxr-xr-x");
        assertNull(safety().defect(script(good), SECURE));
        refused(
                safe.resolve("writable") + " can be written",
                script(file(safe.resolve("writable"), "rwxr-xrwx")),
                SECURE);
        assertNull(safety().defect(script(safe.resolve("writable")), ScriptRules.NONE), "no security was asked for");
        assertNull(safety().defect(script(safe.resolve("writable")), new ScriptRules("operator", null, true)));

        var theirs = file(safe.resolve("theirs"), "rwxr-xr-x");
        Files.setAttribute(theirs, "unix:uid", 1234);
        refused(theirs + " does not belong to root", script(theirs), SECURE);
        refused("/tmp can be written", script(file(etc.resolve("tool"), "rwxr-xr-x")), SECURE);
    }

    @Test
    void everyLinkOnTheWayIsLookedAt() throws IOException {
        var good = file(safe.resolve("good"), "rwxr-xr-x");
        var link = Files.createSymbolicLink(safe.resolve("link"), Path.of("good"));
        assertNull(safety().defect(script(link), SECURE));

        var open = Files.createDirectory(safe.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createSymbolicLink(open.resolve("hop"), good);
        var detour = Files.createSymbolicLink(safe.resolve("detour"), open.resolve("hop"));
        refused(open + " can be written", script(detour), SECURE);
        refused(open + " can be written", script(open.resolve("../good")), SECURE);

        var loop = Files.createSymbolicLink(safe.resolve("loop"), Path.of("loop"));
        refused("cannot look at", script(loop), SECURE);
    }
}
