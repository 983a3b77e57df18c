package io.keepsake.daemon.script;

/** Why a script must not run, or cannot; the message is for people. */
final class ScriptRefused extends Exception {
    private static final long serialVersionUID = 1;

    ScriptRefused(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
