package io.keepsake.web.timeline;

import io.keepsake.core.value.Role;
import io.keepsake.web.index.Lane;

/** The words for the codes of lanes of spans. */
final class States {
    private static final Role[] ROLES = Role.values();

    private States() {}

    static String word(Lane.Kind kind, int code) {
        if (code == Lane.UNKNOWN) {
            return "UNKNOWN";
        }
        return switch (kind) {
            case ROLE -> ROLES[code].name();
            case ADDRESS -> code == Lane.YES ? "HELD" : "AWAY";
            case LINK, SERVER -> code == Lane.YES ? "UP" : "DOWN";
            case QUORUM -> code == Lane.YES ? "QUORUM" : "NO QUORUM";
            case HEARD, SENT, NOTE, CHECK, IPVS, PROCESS -> "";
        };
    }
}
