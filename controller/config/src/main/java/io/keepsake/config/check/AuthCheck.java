package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Secret;
import io.keepsake.core.value.VrrpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code authentication}. No message shows the password.
 *
 * @param secret null without authentication
 * @param spoiled the instance must not run, since it would run with less protection than was asked for
 */
record AuthCheck(AuthType type, @Nullable Secret secret, boolean spoiled) {
    private static final int BYTES = 8;
    static final AuthCheck NONE = new AuthCheck(AuthType.NONE, null, false);
    private static final AuthCheck SPOILED = new AuthCheck(AuthType.NONE, null, true);

    static AuthCheck read(Problems problems, Values instance, VrrpVersion version) {
        var node = instance.last("authentication");
        if (node == null || node.block() == null) {
            return NONE;
        }
        if (version == VrrpVersion.V3) {
            problems.warn(node.keyword().place(), "VRRP version 3 has no authentication; it is ignored");
            return NONE;
        }
        var values = new Values(problems, node.children());
        var type = values.value("auth_type");
        var pass = values.value("auth_pass");
        if (type != null && type.text().equals("AH")) {
            problems.unsupported(
                    type.place(),
                    "auth_type AH is not supported; the instance is left out rather than run without authentication",
                    "use auth_type PASS on all nodes, or none");
            return SPOILED;
        }
        if (type != null && !type.text().equals("PASS")) {
            problems.warn(
                    type.place(), "auth_type must be PASS, was \"" + type.text() + "\"; taken as no authentication");
            return NONE;
        }
        return password(problems, node, type, pass);
    }

    private static AuthCheck password(Problems problems, Node node, @Nullable Token type, @Nullable Token pass) {
        if (type == null && pass != null) {
            problems.warn(
                    pass.place(), "auth_pass without auth_type; taken as no authentication", "add auth_type PASS");
            return NONE;
        }
        if (pass == null || pass.text().isEmpty()) {
            if (type != null) {
                problems.warn(place(node, pass), "auth_type PASS without an auth_pass; taken as no authentication");
            }
            return NONE;
        }
        if (pass.text().indexOf('\ufffd') >= 0) {
            problems.error(pass.place(), "auth_pass is not UTF-8; the instance is left out");
            return SPOILED;
        }
        var bytes = pass.text().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > BYTES) {
            problems.warn(pass.place(), "auth_pass has more than " + BYTES + " bytes; the rest is cut off");
        }
        return new AuthCheck(AuthType.PASS, new Secret(Arrays.copyOf(bytes, Math.min(bytes.length, BYTES))), false);
    }

    private static Place place(Node node, @Nullable Token pass) {
        return pass == null ? node.keyword().place() : pass.place();
    }
}
