package io.keepsake.daemon.script;

/**
 * Who runs a script.
 *
 * @param uid unsigned
 * @param gid unsigned; the group of the account, or the one that the configuration names instead
 * @param listed whether the system knows the account, and so its supplementary groups
 */
record Account(String name, int uid, int gid, String home, boolean listed) {
    static final int ROOT = 0;

    boolean isRoot() {
        return uid == ROOT;
    }

    Account inGroup(int other) {
        return new Account(name, uid, other, home, listed);
    }

    @Override
    public String toString() {
        return name;
    }
}
