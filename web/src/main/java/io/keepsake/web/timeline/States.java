package io.keepsake.web.timeline;

import io.keepsake.web.index.Lane;
import io.keepsake.web.index.Roles;

/** The words for the codes of lanes of spans. */
final class States {
    private States() {}

    static String word(Lane.Kind kind, int code) {
        if (code == Lane.UNKNOWN) {
            return "UNKNOWN";
        }
        return switch (kind) {
            case ROLE -> Roles.of(code).name();
            case ADDRESS -> code == Lane.YES ? "HELD" : "AWAY";
            case LINK, SERVER -> code == Lane.YES ? "UP" : "DOWN";
            case QUORUM -> code == Lane.YES ? "QUORUM" : "NO QUORUM";
            case HEARD, SENT, NOTE, CHECK, IPVS, PROCESS -> "";
        };
    }
}
