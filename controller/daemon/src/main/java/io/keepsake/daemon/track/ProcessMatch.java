package io.keepsake.daemon.track;

import io.keepsake.core.config.TrackProcess.Command;
import java.util.List;

/** Whether a process is one that {@code vrrp_track_process} means. */
final class ProcessMatch {
    /** The kernel keeps no more of a name. */
    private static final int NAME_MAX = 15;

    private ProcessMatch() {}

    /**
     * By its name.
     *
     * @param name as {@code /proc/PID/comm} has it
     */
    static boolean named(Command command, String name) {
        var word = command.word();
        return name.equals(word.length() > NAME_MAX ? word.substring(0, NAME_MAX) : word);
    }

    /**
     * By its command line.
     *
     * @param line the words of {@code /proc/PID/cmdline}; none for a thread of the kernel
     */
    static boolean lined(Command command, List<String> line) {
        if (line.isEmpty() || !line.getFirst().equals(command.word())) {
            return false;
        }
        var words = line.subList(1, line.size());
        var wanted = command.parameters();
        return switch (command.match()) {
            case NONE -> true;
            case EXACT -> words.equals(wanted);
            case INITIAL ->
                words.size() >= wanted.size() && words.subList(0, wanted.size()).equals(wanted);
            case PARTIAL -> {
                int last = wanted.size() - 1;
                yield words.size() >= wanted.size()
                        && words.subList(0, last).equals(wanted.subList(0, last))
                        && words.get(last).startsWith(wanted.get(last));
            }
        };
    }
}
