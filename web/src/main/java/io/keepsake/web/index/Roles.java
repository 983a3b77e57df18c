package io.keepsake.web.index;

import io.keepsake.core.value.Role;
import java.util.List;

/** The codes of roles in lanes. They are also the numbers every exporter of keepalived gives them. */
public final class Roles {
    public static final int INIT = 0;
    public static final int BACKUP = 1;
    public static final int MASTER = 2;
    public static final int FAULT = 3;

    private static final List<Role> BY_CODE = List.of(Role.INIT, Role.BACKUP, Role.MASTER, Role.FAULT);

    private Roles() {}

    public static int code(Role role) {
        return switch (role) {
            case INIT -> INIT;
            case BACKUP -> BACKUP;
            case MASTER -> MASTER;
            case FAULT -> FAULT;
        };
    }

    /** The role of a code that is not {@link Lane#UNKNOWN}. */
    public static Role of(int code) {
        return BY_CODE.get(code);
    }
}
