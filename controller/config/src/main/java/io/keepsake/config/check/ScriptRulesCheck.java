package io.keepsake.config.check;

import io.keepsake.config.values.Values;
import io.keepsake.core.config.ScriptRules;

/** Reads {@code script_user} and {@code enable_script_security}. */
final class ScriptRulesCheck {
    private ScriptRulesCheck() {}

    static ScriptRules read(Values values) {
        boolean security = values.bare("enable_script_security");
        var user = values.value("script_user");
        var line = values.last("script_user");
        if (user == null || line == null) {
            return new ScriptRules(null, null, security);
        }
        var group = line.values().size() > 1 ? line.values().get(1).text() : null;
        return new ScriptRules(user.text(), group, security);
    }
}
