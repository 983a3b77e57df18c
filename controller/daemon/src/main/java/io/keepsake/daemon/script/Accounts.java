package io.keepsake.daemon.script;

import io.keepsake.core.config.ScriptRules;
import io.keepsake.core.value.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The accounts and groups of this system: those of /etc first, then what {@code getent} knows. Waits for disks and networks. */
final class Accounts {
    private static final String DEFAULT_USER = "keepalived_script";
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");
    private static final long NUMBER_MAX = 0xffff_fffeL;
    private static final Pattern NAME = Pattern.compile("[^-:\\s\\p{Cntrl}][^:\\s\\p{Cntrl}]*");
    private static final int LINE_MAX = 65_536;
    private static final String GETENT_SECONDS = "5";

    private final Path etc;
    private final Consumer<String> warn;
    private final AtomicBoolean warned = new AtomicBoolean();

    Accounts(Path etc, Consumer<String> warn) {
        this.etc = etc;
        this.warn = warn;
    }

    /**
     * Who runs this script: its own user, else {@code script_user}, else keepalived_script if there is such an account,
     * else whoever runs the director, which is told once.
     */
    Account of(Script script, ScriptRules rules) throws ScriptRefused {
        if (script.user() != null) {
            return named(script.user(), script.group());
        }
        if (rules.user() != null) {
            return named(rules.user(), script.group() != null ? script.group() : rules.group());
        }
        var usual = user(DEFAULT_USER);
        var account = usual.isPresent() ? usual.get() : own();
        return script.group() == null ? account : account.inGroup(group(script.group()));
    }

    private Account own() throws ScriptRefused {
        int uid = ownUid();
        if (uid == Account.ROOT && !warned.getAndSet(true)) {
            warn.accept(
                    "scripts that name no user run as root: there is no script_user and no account " + DEFAULT_USER);
        }
        return user(Integer.toUnsignedString(uid)).orElseThrow(() -> new ScriptRefused("no user of number " + uid));
    }

    /** The number of the user who runs this process. */
    static int ownUid() {
        return own("uid");
    }

    /** The number of the group of this process. */
    static int ownGid() {
        return own("gid");
    }

    private static int own(String attribute) {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:" + attribute);
        } catch (IOException e) {
            throw new IllegalStateException("cannot look at /proc/self: " + e.getMessage(), e);
        }
    }

    private Account named(String name, @Nullable String group) throws ScriptRefused {
        var account = user(name).orElseThrow(() -> new ScriptRefused("there is no user " + name));
        return group == null ? account : account.inGroup(group(group));
    }

    private Optional<Account> user(String name) {
        boolean number = isNumber(name);
        var line = line("passwd", 7, name, number ? 2 : 0);
        if (line.isEmpty() && number) {
            int uid = Integer.parseUnsignedInt(name);
            return Optional.of(new Account(name, uid, uid, "/", false));
        }
        return line.map(f -> new Account(
                f.getFirst(), Integer.parseUnsignedInt(f.get(2)), Integer.parseUnsignedInt(f.get(3)), f.get(5), true));
    }

    private int group(String name) throws ScriptRefused {
        if (isNumber(name)) {
            return Integer.parseUnsignedInt(name);
        }
        return line("group", 4, name, 0)
                .map(fields -> Integer.parseUnsignedInt(fields.get(2)))
                .orElseThrow(() -> new ScriptRefused("there is no group " + name));
    }

    private static boolean isNumber(String text) {
        return DIGITS.matcher(text).matches() && Long.parseLong(text) <= NUMBER_MAX;
    }

    /** The fields of the first line of a database whose field {@code at} is {@code key}. */
    private Optional<List<String>> line(String database, int fields, String key, int at) {
        if (!NAME.matcher(key).matches()) {
            return Optional.empty();
        }
        var found = find(inEtc(database), fields, key, at);
        return found.isPresent() ? found : find(getent(database, key), fields, key, at);
    }

    private static Optional<List<String>> find(List<String> lines, int count, String key, int at) {
        return lines.stream()
                .map(line -> List.of(line.split(":", -1)))
                .filter(f -> f.size() == count && f.get(at).equals(key))
                .filter(f -> isNumber(f.get(2)))
                .filter(f -> count < 7 || isNumber(f.get(3)))
                .findFirst();
    }

    private List<String> inEtc(String database) {
        try {
            return Files.readAllLines(etc.resolve(database), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            warn.accept("cannot read " + etc.resolve(database) + ": " + e.getMessage());
            return List.of();
        }
    }

    private List<String> getent(String database, String key) {
        try {
            var process = new ProcessBuilder("timeout", GETENT_SECONDS, "getent", database, key)
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            var bytes = process.getInputStream().readNBytes(LINE_MAX);
            process.destroy();
            return new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
        } catch (IOException e) {
            warn.accept("cannot ask getent for the " + database + " of " + key + ": " + e.getMessage());
            return List.of();
        }
    }
}
