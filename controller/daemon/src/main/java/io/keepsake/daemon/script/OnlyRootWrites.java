package io.keepsake.daemon.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * {@code enable_script_security}: every directory on the way to a file, every link and where it leads, and the file itself
 * belong to root, and neither a group other than root's nor everyone may write them. A sticky directory such as /tmp is
 * not safe either: whoever comes first may put a file there.
 */
final class OnlyRootWrites {
    private static final int TYPE = 0170000;
    private static final int LINK = 0120000;
    private static final int BY_GROUP = 0020;
    private static final int BY_OTHERS = 0002;
    private static final int STEPS_MAX = 256;

    private OnlyRootWrites() {}

    static void check(Path file) throws ScriptRefused {
        Deque<Path> ahead = new ArrayDeque<>();
        file.forEach(ahead::addLast);
        var here = file.getRoot();
        try {
            isLinkAmongSafe(here);
            for (int steps = 0; !ahead.isEmpty(); steps++) {
                if (steps > STEPS_MAX) {
                    throw new ScriptRefused(file + " has too many links on its path");
                }
                here = step(here, ahead);
            }
        } catch (IOException e) {
            throw new ScriptRefused("cannot look at the path of " + file + ": " + e.getMessage());
        }
    }

    /** Goes on from {@code here} by one name; where that is a link, the names it consists of come first. */
    private static Path step(Path here, Deque<Path> ahead) throws IOException, ScriptRefused {
        var name = ahead.removeFirst().toString();
        if (name.isEmpty() || name.equals(".")) {
            return here;
        }
        if (name.equals("..")) {
            var parent = here.getParent();
            return parent == null ? here : parent;
        }
        var next = here.resolve(name);
        if (!isLinkAmongSafe(next)) {
            return next;
        }
        var target = Files.readSymbolicLink(next);
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
            ahead.addFirst(target.getName(i));
        }
        return target.isAbsolute() ? target.getRoot() : here;
    }

    /** Whether it is a link, which nobody can write; what is none must be root's alone. */
    private static boolean isLinkAmongSafe(Path path) throws IOException, ScriptRefused {
        var attributes = Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
        int mode = number(attributes, "mode");
        boolean link = (mode & TYPE) == LINK;
        if (number(attributes, "uid") != Account.ROOT) {
            throw new ScriptRefused("insecure: " + path + " does not belong to root");
        }
        boolean group = (mode & BY_GROUP) != 0 && number(attributes, "gid") != 0;
        if (!link && (group || (mode & BY_OTHERS) != 0)) {
            throw new ScriptRefused("insecure: " + path + " can be written by others than root");
        }
        return link;
    }

    private static int number(Map<String, Object> attributes, String name) {
        return (Integer) attributes.getOrDefault(name, -1);
    }
}
