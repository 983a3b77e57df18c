package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.SyncDaemon;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code lvs_sync_daemon IF [[inst] VI] [id N] [maxlen N] [port N] [ttl N] [group A]}.
 */
final class SyncCheck {
    private static final String KEYWORD = "lvs_sync_daemon";
    private static final Set<String> OPTIONS = Set.of("inst", "id", "maxlen", "port", "ttl", "group");

    private final Problems problems;
    private final List<InstanceConfig> instances;
    private @Nullable InstanceConfig instance;
    private @Nullable Integer id;
    private int maxLength;
    private int port;
    private int ttl;
    private Ip group = Ip.v4(0);
    private boolean spoiled;

    /** @param instance null for a daemon of both roles, always */
    record Sync(SyncDaemon daemon, @Nullable InstanceName instance) {}

    SyncCheck(Problems problems, List<InstanceConfig> instances) {
        this.problems = problems;
        this.instances = instances;
    }

    /** The daemon that {@code line} asks for, or null. */
    @Nullable Sync sync(@Nullable Node line) {
        if (line == null) {
            return null;
        }
        var words = line.values();
        if (words.isEmpty()) {
            problems.error(line.keyword().place(), KEYWORD + " needs an interface, has none; there is no sync daemon");
            return null;
        }
        var link = Values.interfaceName(problems, words.getFirst(), "there is no sync daemon");
        for (int i = 1; i < words.size(); i++) {
            i += option(i, words.get(i), i + 1 < words.size() ? words.get(i + 1) : null);
        }
        return link == null || spoiled ? null : new Sync(daemon(link), instance == null ? null : instance.name());
    }

    private SyncDaemon daemon(InterfaceName link) {
        int own = instance == null ? 0 : instance.vrid().value();
        return new SyncDaemon(Role.MASTER, link, id == null ? own : id, maxLength, port, ttl, group);
    }

    /** How many words behind {@code option} belong to it. */
    private int option(int index, Token option, @Nullable Token value) {
        if (!OPTIONS.contains(option.text())) {
            bare(index, option);
            return 0;
        }
        if (value == null) {
            problems.warn(option.place(), option.text() + " of " + KEYWORD + " needs a value, has none; ignored");
            return 0;
        }
        known(option.text(), value);
        return 1;
    }

    private void known(String option, Token value) {
        switch (option) {
            case "inst" -> instance(value);
            case "id" -> id = number(option, value, 0, 255);
            case "maxlen" -> maxLength = or0(number(option, value, 1, 65_507));
            case "port" -> port = or0(number(option, value, 1, 65_535));
            case "ttl" -> ttl = or0(number(option, value, 1, 255));
            default -> group(value);
        }
    }

    private @Nullable Integer number(String option, Token value, int least, int most) {
        return Values.whole(problems, option + " of " + KEYWORD, value, least, most, "ignored");
    }

    private static int or0(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    /** A word without a keyword: the instance, and behind it, as it was once written, the id. */
    private void bare(int index, Token word) {
        if (index == 1) {
            instance(word);
        } else if (index == 2 && word.text().matches("[0-9]{1,3}")) {
            problems.warn(
                    word.place(), "the id of " + KEYWORD + " is written \"id " + word.text() + "\"; it still works");
            id = number("id", word, 0, 255);
        } else {
            problems.warn(word.place(), "\"" + word.text() + "\" is no option of " + KEYWORD + "; it is ignored");
        }
    }

    private void instance(Token name) {
        Optional<InstanceConfig> found = instances.stream()
                .filter(i -> i.name().value().equals(name.text()))
                .findFirst();
        instance = found.orElse(null);
        if (found.isEmpty()) {
            spoiled = true;
            problems.error(name.place(), "there is no vrrp_instance " + name.text() + "; there is no sync daemon");
        }
    }

    private void group(Token value) {
        var ip = Ip.tryParse(value.text());
        if (ip.isPresent() && ip.get().isMulticast()) {
            group = ip.get();
        } else {
            problems.warn(
                    value.place(),
                    "group of " + KEYWORD + " must be a multicast address, was \"" + value.text() + "\"; ignored");
        }
    }
}
