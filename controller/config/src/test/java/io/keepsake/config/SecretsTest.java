package io.keepsake.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.config.lex.SourceFiles;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A password reaches the one who asks for it, and no text. */
class SecretsTest {
    private static final String INSTANCE = """
            vrrp_instance V {
              interface eth0
              virtual_router_id 1
              authentication {
                auth_type PASS
                %s
              }
              virtual_ipaddress { 10.0.0.1 }
            }
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth_pass s3cr",
                "auth_pass \"s3cr\"",
                "auth_pass s3cr frob",
                "auth_pass $P\n$P=s3cr",
                "$P=s3cr\nauth_pass ${P}",
                "$P=s3cr\nauth_pass \"${P}\"",
                "$Q=s3cr\n$P=${Q}\nauth_pass $P",
                "$P=s3\n$Q=s3cr\n@node1 auth_pass $Q",
                "@node2 $P=s3cr\n@node1 $P=x\nauth_pass $P",
                "@node2 auth_pass s3cr",
                "# auth_pass s3cr",
                "# auth_pass \"x\rs3cr\"",
                "# password s3cr",
                "# key 1 s3cr",
                "$P= \\\n  auth_type PASS \\\n  auth_pass s3cr\n$P",
                "$K=auth_pass\n$K s3cr",
                "~LST(p,s3cr,abc) auth_pass $p",
                "@node2 ~LST(p,s3cr,abc) auth_pass $p",
                "auth_pass s3cr\nfoo s3cr s3cr",
                "auth_pas s3cr",
                "password s3cr",
                "auth_pass s3cr }\nauth_pass s3cr",
                "auth_pass s3cr#comment",
                "auth_pass s3cr\npriority s3cr\nstate s3cr {",
                "auth_pass\ts3cr",
                "auth_pass ab\"c s3cr\"",
                "@node2 auth_pass ab\"c s3cr\"",
                "# auth_pass \"ab\"s3cr",
                "@node2 auth_pass\"s3cr\"",
                "@node2 auth_pass \"ab\"\"c s3cr\"${IF}s3cr",
                "auth_pass s3cr\n~SEQ(v,s3cr) x",
                "auth_pass s3cr\nincludem s3cr",
            })
    void a_password_is_in_no_text_however_it_is_written(String lines) {
        check(ConfigFile.parse("k.conf", INSTANCE.formatted(lines), ConfigDump.OPTIONS));
    }

    @Test
    void a_password_from_an_included_file_is_in_no_text() {
        var files = SourceFiles.of(Map.of(
                Path.of("k.conf"), "include defs.inc\n" + INSTANCE.formatted("include pass.inc"),
                Path.of("defs.inc"), "$PASS=s3cr\n",
                Path.of("pass.inc"), "auth_pass $PASS\nfrob $PASS\n"));
        var checked = ConfigFile.load(files, Path.of("k.conf"), ConfigDump.OPTIONS);
        check(checked);
        var valid = (Checked.Valid<LoadedConfig>) checked;
        assertEquals(
                Map.of(new InstanceName("V"), new Secret("s3cr".getBytes(StandardCharsets.UTF_8))),
                valid.value().secrets());
        assertTrue(valid.value().text().contains("# file: pass.inc\n"), valid.value()::text);
    }

    @Test
    void a_key_of_auth_hmac_is_in_no_text() {
        var text = "vrrp_instance V {\n auth_hmac {\n key 1 ascii:s3cr-and-more\n active_key 1\n }\n}\n";
        check(ConfigFile.parse("k.conf", text, ConfigDump.OPTIONS));
    }

    @Test
    void a_caret_still_stands_under_the_word_when_the_password_before_it_is_hidden() {
        var text = INSTANCE.formatted("auth_pass a-very-long-password\n} frob");
        var found =
                ConfigFile.parse("k.conf", text, ConfigDump.OPTIONS).problems().toString();
        assertTrue(found.contains("auth_pass ***"), found);
        assertFalse(found.contains("a-very-long"), found);
    }

    @Test
    void a_password_that_is_a_common_word_hides_only_itself() {
        var text = "global_defs {\n router_id keepalived\n script_user keepalived\n frob /usr/lib/keepalived/x\n}\n"
                + INSTANCE.formatted("auth_pass keepalived")
                + "frob keepalived\ninclude keepalived.d/*.conf\n";
        var checked = ConfigFile.parse("/etc/keepalived/keepalived.conf", text, ConfigDump.OPTIONS);
        var valid = (Checked.Valid<LoadedConfig>) checked;
        assertEquals(
                text.replace("auth_pass keepalived", "auth_pass ***"),
                valid.value().text().replaceFirst("# file: .*\n", ""));
        var said = checked.problems().toString();
        assertTrue(said.contains("auth_pass ***"), said);
        assertTrue(said.contains("/etc/keepalived/keepalived.conf:4:2"), said);
        assertTrue(said.contains("keepalived.d"), said);
        assertTrue(said.contains("frob /usr/lib/keepalived/x"), said);
    }

    private static void check(Checked<LoadedConfig> checked) {
        for (var problem : checked.problems()) {
            assertFalse(problem.toString().contains("s3cr"), problem::toString);
            assertFalse((problem.what() + problem.hint() + problem.excerpt()).contains("s3cr"), problem::toString);
        }
        var valid = assertInstanceOf(Checked.Valid.class, checked);
        assertFalse(valid.toString().contains("s3cr"), valid::toString);
    }
}
